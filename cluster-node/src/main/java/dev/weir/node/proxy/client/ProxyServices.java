package dev.weir.node.proxy.client;

import dev.weir.cache.flight.Collapse;
import dev.weir.cache.operator.OperatorRules;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.Sharing;
import dev.weir.cache.store.MemoryStore;
import dev.weir.node.bypass.sight.Watch;
import dev.weir.node.ownership.OwnerLookup;
import dev.weir.node.proxy.access.Doorkeeper;
import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.chain.ParentBoard;
import dev.weir.node.proxy.compress.Compressor;
import dev.weir.node.proxy.disk.Disks;
import dev.weir.node.proxy.outcome.Account;
import dev.weir.node.proxy.tunnel.Tunnels;
import java.net.SocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What every transaction uses, whichever event loop it is on.
///
/// @param owners whose a key is
/// @param sharing which responses are kept for other clients
/// @param books where requests are accounted for
/// @param tunnels what becomes of connections that are HTTP no longer
/// @param rules of the operator, as they are now
/// @param parents other proxies, and what is asked of them
/// @param compressor of what origins answer
/// @param access who may what, at the time
/// @param watch is told what origins answer
/// @param disks what is asked before an origin is
/// @param wallClock for Date, and what is compared with it
/// @param steadyClock for ages: it never steps
public record ProxyServices(
    MemoryStore store,
    Collapse collapse,
    OwnerLookup owners,
    Sharing sharing,
    Supplier<OperatorRules> rules,
    ParentBoard parents,
    Compressor compressor,
    Doorkeeper access,
    Watch watch,
    ProxyMeters meters,
    Disks disks,
    Account.Books books,
    Tunnels tunnels,
    InstantSource wallClock,
    InstantSource steadyClock) {

  /// The arrival, now, of what was asked for then by the steady clock.
  Arrival arrival(Instant requested) {
    return new Arrival(requested, steadyClock.instant(), wallClock.instant());
  }

  /// The account of a request that comes in by a connection. Only a client's is counted and logged.
  public Account account(Caller caller, @Nullable SocketAddress from) {
    return new Account(
        books,
        caller.isClient() ? from : null,
        caller.isClient(),
        (how, nanos) -> {
          if (caller.isClient()) {
            meters.answered(how, nanos);
          }
        });
  }

  /// That of a connection whose client has asked for nothing by HTTP.
  public Account accountOfTunnel(SocketAddress from) {
    return new Account(books, from, true, (_, _) -> {});
  }

  /// That of a request of our own, which is neither counted nor logged.
  Account accountOfNobody() {
    return new Account(books, null, false, (_, _) -> {});
  }
}
