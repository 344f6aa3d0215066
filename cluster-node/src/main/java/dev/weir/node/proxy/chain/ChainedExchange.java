package dev.weir.node.proxy.chain;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.node.proxy.origin.Exchange;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.origin.OriginReceiver;
import dev.weir.node.proxy.origin.OriginRequest;
import dev.weir.node.proxy.origin.OriginRoute;
import dev.weir.node.proxy.passing.Passing;
import dev.weir.node.proxy.request.Scheme;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request, asked of one parent after the other until one takes it. Confined to its event loop.
///
/// The next one is asked when a connection was not made, so that nothing was sent; and for a
/// request that may be made twice also when the connection ended before an answer began. What a
/// parent answers is the answer, except 407: that it wants a login is no business of the client's.
public final class ChainedExchange implements Passing {
  private static final int LOGIN_WANTED = 407;

  /// Who carries out what this decides.
  public interface Means {
    /// An exchange with a parent.
    Exchange exchange(OriginRequest request, OriginReceiver receiver);

    /// An exchange with the origin.
    ///
    /// @param instead whether a parent should have been asked, so that the host is not found yet
    Exchange direct(OriginReceiver receiver, boolean instead);

    /// A parent is about to be asked.
    void asks(Way.Through way);
  }

  private final ParentBoard board;
  private final Iterator<Way> ways;
  private final Scheme scheme;
  private final OriginRequest request;
  private final OriginReceiver receiver;
  private final Means means;
  private final long answerByNs;
  private @Nullable Exchange exchange;
  private Way.@Nullable Through asked;
  private boolean over;

  /// One that has not begun.
  ///
  /// @param scheme by which the client has asked
  /// @param request as it would go to the origin
  ChainedExchange(
      ParentBoard board,
      List<Way> ways,
      Scheme scheme,
      OriginRequest request,
      OriginReceiver receiver,
      Means means) {
    this.board = board;
    this.ways = ways.iterator();
    this.scheme = scheme;
    this.request = request;
    this.receiver = receiver;
    this.means = means;
    this.answerByNs = System.nanoTime() + request.answerWithin().toNanos();
  }

  @Override
  public Optional<Exchange> inner() {
    return Optional.ofNullable(exchange);
  }

  @Override
  public OriginReceiver receiver() {
    return receiver;
  }

  @Override
  public void start() {
    next(OriginFailure.NO_PARENT);
  }

  /// Asks whoever comes next; there may be nobody.
  private void next(OriginFailure otherwise) {
    asked = null;
    if (!ways.hasNext()) {
      over = true;
      board.went("none");
      receiver.onFailed(otherwise);
      return;
    }
    switch (ways.next()) {
      case Way.Direct _ -> {
        board.went("fallback");
        exchange = means.direct(receiver, true);
      }
      case Way.Through way -> {
        asked = way;
        board.asked(way.parent());
        means.asks(way);
        exchange = means.exchange(to(way), this);
      }
    }
    exchange.start();
  }

  private OriginRequest to(Way.Through way) {
    RequestHead head = request.head();
    String host = head.fields().first("Host").orElse("");
    String target = head.target().equals("*") ? "" : head.target();
    Fields fields =
        way.parent()
            .login()
            .map(it -> head.fields().with("Proxy-Authorization", it.reveal()))
            .orElse(head.fields());
    Duration left = Duration.ofNanos(Math.max(1, answerByNs - System.nanoTime()));
    return new OriginRequest(
        OriginRoute.ofNode(way.address()),
        new RequestHead(head.method(), scheme.prefix() + host + target, fields),
        request.hasBody(),
        left,
        Optional.of(way.parent().connectWithin()));
  }

  @Override
  public void onHead(ResponseHead head) {
    if (asked == null) {
      receiver.onHead(head);
    } else if (head.status() == LOGIN_WANTED) {
      board.refusedLogin(asked.parent());
      cancel();
      receiver.onFailed(OriginFailure.PARENT_LOGIN);
    } else {
      board.answered(asked.parent());
      board.went("parent");
      receiver.onHead(head);
    }
  }

  @Override
  public void onSwitched(ResponseHead head, Channel origin) {
    if (asked != null) {
      board.answered(asked.parent());
      board.went("parent");
    }
    receiver.onSwitched(head, origin);
  }

  @Override
  public void onFailed(OriginFailure failure) {
    if (asked != null) {
      board.failed(asked.parent(), failure);
    }
    boolean again =
        failure.isOfConnecting() || (failure == OriginFailure.CLOSED && request.mayBeRepeated());
    if (again && !over && asked != null && ways.hasNext()) {
      next(failure);
    } else {
      over = true;
      board.went("none");
      receiver.onFailed(failure);
    }
  }

  @Override
  public void cancel() {
    over = true;
    if (exchange != null) {
      exchange.cancel();
    }
  }
}
