package dev.weir.node.proxy.client;

import dev.weir.cache.flight.Collapse;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.operator.OperatorRules;
import dev.weir.cache.operator.Subject;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.Sharing;
import dev.weir.cache.store.MemoryStore;
import dev.weir.node.access.Draft;
import dev.weir.node.bypass.sight.Watch;
import dev.weir.node.ownership.Owner;
import dev.weir.node.ownership.OwnerLookup;
import dev.weir.node.proxy.access.Access;
import dev.weir.node.proxy.access.Admission;
import dev.weir.node.proxy.access.Asked;
import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.chain.Course;
import dev.weir.node.proxy.chain.ParentBoard;
import dev.weir.node.proxy.compress.Compressor;
import dev.weir.node.proxy.disk.Disks;
import dev.weir.node.proxy.host.HostVerdict;
import dev.weir.node.proxy.outcome.Account;
import dev.weir.node.proxy.request.Authority;
import dev.weir.node.proxy.request.CheckedRequest;
import dev.weir.node.proxy.tunnel.Tunnels;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
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
    Supplier<Access> access,
    Watch watch,
    ProxyMeters meters,
    Disks disks,
    Account.Books books,
    Tunnels tunnels,
    InstantSource wallClock,
    InstantSource steadyClock) {

  private static final long NO_TENURE = Long.MAX_VALUE;

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

  /// A request of a client under what is in force now. Another node's was judged there.
  Admission admission(CheckedRequest request, Caller caller, Channel channel) {
    return admission(request.authority(), request.head(), caller, channel);
  }

  /// The same of a head of which this is the host; for a tunnel, where it leads.
  public Admission admission(Authority host, RequestHead head, Caller caller, Channel channel) {
    var client = channel.remoteAddress() instanceof InetSocketAddress it ? it : Admission.NOBODY;
    var listener = channel.localAddress() instanceof InetSocketAddress it ? it : Admission.NOBODY;
    return new Admission(
        caller.isClient() ? access.get() : Access.OPEN,
        client.getAddress(),
        new Asked(
            caller.way(),
            listener,
            new Subject(
                bare(host.host()),
                head.target(),
                Draft.address(client.getAddress()),
                Optional.empty()),
            Optional.empty(),
            head.method(),
            host.port(),
            Optional.empty(),
            LocalDateTime.ofInstant(wallClock.instant(), ZoneId.systemDefault())));
  }

  private static String bare(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  /// Tells, on `loop`, what was found of the host of a request, and whose its key is.
  void whose(
      CheckedRequest request,
      Caller caller,
      Course course,
      EventLoop loop,
      BiConsumer<HostVerdict, Owner> told) {
    switch (caller.wish()) {
      case HANDED_OVER -> {
        List<Long> tenures = owners.gives(request.key());
        long tenure = tenures.isEmpty() ? NO_TENURE : tenures.getFirst();
        told.accept(HostVerdict.VERIFIED, new Owner.Here(tenure, List.of(), tenures));
      }
      case RELAYED -> {
        course.decideAt(caller.destination());
        owner(request, caller, course, HostVerdict.VERIFIED, inLoop(loop, told));
      }
      case ALL ->
          course.find(
              request.authority(),
              caller,
              loop,
              verdict -> {
                meters.hostChecked(verdict, request.authority().host(), caller.destination());
                owner(request, caller, course, verdict, inLoop(loop, told));
              });
    }
  }

  private void owner(
      CheckedRequest request,
      Caller caller,
      Course course,
      HostVerdict verdict,
      BiConsumer<HostVerdict, Owner> told) {
    if (!course.stores()) {
      told.accept(verdict, Owner.NOBODY);
      return;
    }
    OwnerLookup lookup = caller.isClient() ? owners : owners.relayed();
    lookup.ask(
        request.key(),
        caller.destination(),
        verdict.verified(),
        owner -> told.accept(verdict, owner));
  }

  private static BiConsumer<HostVerdict, Owner> inLoop(
      EventLoop loop, BiConsumer<HostVerdict, Owner> told) {
    return (verdict, owner) -> {
      if (loop.inEventLoop()) {
        told.accept(verdict, owner);
      } else {
        loop.execute(() -> told.accept(verdict, owner));
      }
    };
  }
}
