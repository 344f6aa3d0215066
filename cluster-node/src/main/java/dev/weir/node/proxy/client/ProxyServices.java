package dev.weir.node.proxy.client;

import dev.weir.cache.flight.Collapse;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.operator.OperatorRules;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.Sharing;
import dev.weir.cache.store.MemoryStore;
import dev.weir.node.bypass.sight.Watch;
import dev.weir.node.ownership.OwnerLookup;
import dev.weir.node.proxy.access.Clearance;
import dev.weir.node.proxy.access.Denial;
import dev.weir.node.proxy.access.Doorkeeper;
import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.caller.Diverted;
import dev.weir.node.proxy.chain.ParentBoard;
import dev.weir.node.proxy.compress.Compressor;
import dev.weir.node.proxy.disk.Disks;
import dev.weir.node.proxy.introduce.ClientAddress;
import dev.weir.node.proxy.outcome.Account;
import dev.weir.node.proxy.request.Authority;
import dev.weir.node.proxy.tunnel.Tunnels;
import dev.weir.node.tally.Tally;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2StreamChannel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

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

  /// Why the rules about access are against leading a diverted connection through, which is then
  /// counted and logged; empty: they are not.
  public Optional<Denial> denied(
      Authority to, RequestHead head, Diverted caller, Channel client, Account account) {
    Clearance clearance = access.clearance(to, head, caller, client);
    Optional<Denial> denial = clearance.ofTunnel(caller.destination());
    account.ruled(clearance.rule());
    denial.ifPresent(it -> {
      it.rule().ifPresent(meters::denied);
      account.failed(it.status(), it.word());
    });
    return denial;
  }

  /// The account of a request that comes in by a connection. Only a client's is counted and logged.
  public Account account(Caller caller, Channel channel) {
    return new Account(
        books,
        caller.isClient() ? client(caller, channel) : Account.Client.NOBODY,
        caller.isClient(),
        (how, nanos, host, octets) -> {
          boolean client = caller.isClient();
          if (client) {
            meters.answered(how, nanos, octets);
          }
          var destination = caller.destination();
          meters.tally().count(new Tally.Done(client, how, host, octets, destination), nanos);
        });
  }

  /// That of a connection whose client has asked for nothing by HTTP.
  public Account accountOfTunnel(Caller caller, Channel channel) {
    return new Account(books, client(caller, channel), true, Account.UNCOUNTED);
  }

  private static Account.Client client(Caller caller, Channel channel) {
    boolean http2 = channel instanceof Http2StreamChannel;
    return new Account.Client(ClientAddress.of(channel), caller.scheme(), http2, caller.router());
  }

  /// That of a request of our own, which is neither counted nor logged.
  Account accountOfNobody() {
    return new Account(books, Account.Client.NOBODY, false, Account.UNCOUNTED);
  }
}
