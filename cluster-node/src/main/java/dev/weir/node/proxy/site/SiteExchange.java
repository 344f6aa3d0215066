package dev.weir.node.proxy.site;

import dev.weir.cache.message.ResponseHead;
import dev.weir.node.proxy.origin.Exchange;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.origin.OriginPool;
import dev.weir.node.proxy.origin.OriginReceiver;
import dev.weir.node.proxy.origin.OriginRequest;
import dev.weir.node.proxy.passing.Passing;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An exchange with one of a site's origins, and with the next one when no connection to that can
/// be made: nothing has been sent then, so every request may go there.
///
/// What becomes of it tells of the origin's health. Confined to its event loop.
public final class SiteExchange implements Passing {
  /// The most origins that one request tries.
  public static final int TRIES_MAX = 3;

  private final OriginPool pool;
  private final Origins origins;
  private final OriginReceiver receiver;
  private final Runnable again;
  private final long byNs;
  private final Set<InetSocketAddress> tried = new HashSet<>();
  private OriginRequest request;
  private @Nullable Exchange exchange;

  /// One that has not begun.
  ///
  /// @param again told when a further origin is tried
  public SiteExchange(
      OriginPool pool,
      Origins origins,
      OriginRequest request,
      OriginReceiver receiver,
      Runnable again) {
    this.pool = pool;
    this.origins = origins;
    this.request = request;
    this.receiver = receiver;
    this.again = again;
    this.byNs = System.nanoTime() + request.answerWithin().toNanos();
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
    tried.add(request.route().address());
    Exchange next = pool.exchange(request, this);
    exchange = next;
    next.start();
  }

  @Override
  public void onHead(ResponseHead head) {
    origins.answered(request.route().address());
    receiver.onHead(head);
  }

  @Override
  public void onSwitched(ResponseHead head, Channel origin) {
    origins.answered(request.route().address());
    receiver.onSwitched(head, origin);
  }

  @Override
  public void onFailed(OriginFailure failure) {
    origins.failed(request.route().address(), failure);
    Optional<InetSocketAddress> next =
        notConnected(failure) && tried.size() < TRIES_MAX && leftNs() > 0
            ? origins.next(tried)
            : Optional.empty();
    if (next.isEmpty()) {
      receiver.onFailed(failure);
      return;
    }
    again.run();
    request =
        new OriginRequest(
            request.route().to(next.get()),
            request.head(),
            request.hasBody(),
            Duration.ofNanos(leftNs()));
    start();
  }

  private long leftNs() {
    return byNs - System.nanoTime();
  }

  private static boolean notConnected(OriginFailure failure) {
    return failure == OriginFailure.UNREACHABLE || failure == OriginFailure.CONNECT_TIMEOUT;
  }
}
