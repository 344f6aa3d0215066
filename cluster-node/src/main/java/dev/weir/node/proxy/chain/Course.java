package dev.weir.node.proxy.chain;

import dev.weir.cache.message.RequestHead;
import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.chain.ChainRules.Decision;
import dev.weir.node.proxy.host.HostVerdict;
import dev.weir.node.proxy.origin.Exchange;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.origin.OriginPool;
import dev.weir.node.proxy.origin.OriginReceiver;
import dev.weir.node.proxy.origin.OriginRequest;
import dev.weir.node.proxy.request.Authority;
import dev.weir.node.proxy.request.Scheme;
import io.netty.channel.EventLoop;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Whom one request is asked of: decided once, by the rules of the moment when it began.
///
/// Confined to the event loop of its conversation.
public final class Course {
  private final ParentBoard board;
  private final ChainPolicy policy;
  private final Scheme scheme;
  private final ChainRequest facts;
  private Optional<ChainRule> rule = Optional.empty();

  /// That of a request which begins now.
  ///
  /// @param client who asks; empty: another node, or nobody who has an IPv4 address
  public Course(
      ParentBoard board, RequestHead head, Authority host, Optional<Inet4Address> client) {
    this.board = board;
    this.policy = board.policy();
    this.scheme = host.scheme();
    this.facts =
        new ChainRequest(
            head.method(),
            host.host(),
            policy.isDirect() ? "" : url(head, host),
            client,
            Optional.empty());
  }

  private static String url(RequestHead head, Authority host) {
    return head.method().equals("CONNECT")
        ? head.target()
        : host.scheme().prefix() + host.canonical() + head.target();
  }

  /// Decides, and tells on `loop` what is known of the host: what a parent resolves is not looked
  /// up here, unless a rule depends on where it is.
  public void find(Authority host, Caller caller, EventLoop loop, Consumer<HostVerdict> told) {
    if (policy.isDirect()) {
      caller.find(host, loop, told);
      return;
    }
    switch (policy.rules().decide(facts.at(caller.where(host)))) {
      case Decision.Decided(Optional<ChainRule> found) -> {
        rule = found;
        Optional<HostVerdict> left = leaves() ? caller.leave(host) : Optional.empty();
        left.ifPresentOrElse(told, () -> caller.find(host, loop, told));
      }
      case Decision.Unknown _ ->
          caller.find(
              host,
              loop,
              verdict -> {
                decideAt(caller.destination());
                told.accept(leaves() ? caller.leave(host).orElse(verdict) : verdict);
              });
    }
  }

  /// Decides for another node's client, which went there.
  public void decideAt(InetSocketAddress destination) {
    var where =
        destination.getAddress() instanceof Inet4Address address && !address.isAnyLocalAddress()
            ? Optional.of(address)
            : Optional.<Inet4Address>empty();
    rule = policy.rules().decideNow(facts.at(where));
  }

  /// Whether a parent is asked, who finds the host.
  public boolean leaves() {
    return rule.filter(it -> !it.parents().isEmpty()).isPresent();
  }

  /// Whether what comes may be kept, and what is kept may be served.
  public boolean stores() {
    return rule.map(ChainRule::stores).orElse(true);
  }

  /// Whether it was decided by who asks, so that no other node can decide it.
  public boolean isForSome() {
    return rule.filter(it -> !it.about().clients().isEmpty()).isPresent();
  }

  private List<Way> ways() {
    return rule.map(it -> board.ways(it, facts.url())).orElse(List.of(Way.DIRECT));
  }

  /// Seeks the far end of a tunnel that goes this course.
  public void tunnel(OriginPool pool, ParentTunnel.Sought sought, ParentTunnel.Wanting wanting) {
    if (leaves()) {
      new ParentTunnel(board, ways(), pool, sought, wanting).next(OriginFailure.NO_PARENT);
      return;
    }
    if (!policy.isDirect()) {
      board.went("direct");
    }
    wanting.direct(false);
  }

  /// An exchange that goes this course; it has not begun.
  ///
  /// @param request as it would go to the origin
  /// @param aside whether it is for no client, so that it never goes to the origin in the end
  public Exchange exchange(
      OriginRequest request, OriginReceiver receiver, boolean aside, ChainedExchange.Means means) {
    if (!leaves()) {
      if (!policy.isDirect()) {
        board.went("direct");
      }
      return means.direct(receiver, false);
    }
    List<Way> ways = ways();
    if (aside) {
      ways = ways.stream().filter(Way.Through.class::isInstance).toList();
    }
    return new ChainedExchange(board, ways, scheme, request, receiver, means);
  }
}
