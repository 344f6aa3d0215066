package dev.weir.node.proxy.client;

import dev.weir.cache.flight.Collapse;
import dev.weir.cache.operator.OperatorRules;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.Sharing;
import dev.weir.cache.store.MemoryStore;
import dev.weir.node.bypass.sight.Watch;
import dev.weir.node.ownership.Owner;
import dev.weir.node.ownership.OwnerLookup;
import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.disk.Disks;
import dev.weir.node.proxy.host.HostVerdict;
import dev.weir.node.proxy.outcome.Account;
import dev.weir.node.proxy.request.CheckedRequest;
import dev.weir.node.proxy.tunnel.Tunnels;
import io.netty.channel.EventLoop;
import java.net.SocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What every transaction uses, whichever event loop it is on.
///
/// @param owners whose a key is
/// @param sharing which responses are kept for other clients
/// @param books where requests are accounted for
/// @param tunnels what becomes of connections that are HTTP no longer
/// @param rules of the operator, as they are now
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

  /// Tells, on `loop`, what was found of the host of a request, and whose its key is.
  void whose(
      CheckedRequest request, Caller caller, EventLoop loop, BiConsumer<HostVerdict, Owner> told) {
    switch (caller.wish()) {
      case HANDED_OVER -> {
        long tenure = owners.gives(request.key()).orElse(Long.MAX_VALUE);
        told.accept(HostVerdict.VERIFIED, new Owner.Here(tenure, Optional.empty()));
      }
      case RELAYED -> owner(request, caller, loop, HostVerdict.VERIFIED, told);
      case ALL ->
          caller.find(
              request.authority(),
              loop,
              verdict -> {
                meters.hostChecked(verdict, request.authority().host(), caller.destination());
                owner(request, caller, loop, verdict, told);
              });
    }
  }

  private void owner(
      CheckedRequest request,
      Caller caller,
      EventLoop loop,
      HostVerdict verdict,
      BiConsumer<HostVerdict, Owner> told) {
    OwnerLookup lookup = caller.isClient() ? owners : owners.relayed();
    lookup.ask(
        request.key(),
        caller.destination(),
        verdict.verified(),
        owner -> {
          if (loop.inEventLoop()) {
            told.accept(verdict, owner);
          } else {
            loop.execute(() -> told.accept(verdict, owner));
          }
        });
  }
}
