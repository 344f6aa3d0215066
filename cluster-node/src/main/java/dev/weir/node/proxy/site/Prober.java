package dev.weir.node.proxy.site;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.node.proxy.origin.Exchange;
import dev.weir.node.proxy.origin.OpeningConnections;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.origin.OriginPool;
import dev.weir.node.proxy.origin.OriginReceiver;
import dev.weir.node.proxy.origin.OriginRequest;
import dev.weir.node.proxy.origin.OriginRoute;
import dev.weir.node.proxy.origin.OriginSockets;
import dev.weir.node.proxy.origin.OriginTimes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Asks each origin of a site, again and again, whether it does its work.
///
/// Each probe has a connection of its own, so that making one is tried too. Confined to its event
/// loop, apart from beginning and closing.
public final class Prober implements AutoCloseable {
  /// How it asks.
  ///
  /// @param host for Host; empty for the origin's address
  /// @param statuses that are good; none: 200 to 399
  /// @param way how a route to an origin is made one that a probe takes
  public record Question(
      Optional<String> host,
      String path,
      Duration interval,
      Duration timeout,
      List<Integer> statuses,
      UnaryOperator<OriginRoute> way) {
    /// Copies the statuses.
    public Question {
      statuses = List.copyOf(statuses);
    }

    boolean isGood(int status) {
      return statuses.isEmpty() ? status >= 200 && status < 400 : statuses.contains(status);
    }

    OriginRequest to(InetSocketAddress address) {
      String named = host.orElseGet(() -> address.getHostString() + ":" + address.getPort());
      var fields = Fields.of("Host", named, "User-Agent", "weir-probe", "Connection", "close");
      var route = way.apply(OriginRoute.ofNode(address));
      return new OriginRequest(route, new RequestHead("GET", path, fields), false, timeout);
    }
  }

  private final Origins origins;
  private final Question question;
  private final List<Future<?>> rounds;

  private Prober(Origins origins, Question question, List<Future<?>> rounds) {
    this.origins = origins;
    this.question = question;
    this.rounds = rounds;
  }

  /// Begins: the first probes at once, later ones of different origins not all together.
  public static Prober begin(
      EventLoop loop, OpeningConnections opening, Origins origins, Question question) {
    var times = new OriginTimes(question.timeout, question.timeout, question.timeout);
    var pool = new OriginPool(loop, times, OriginSockets.PLAIN, opening);
    var rounds = new java.util.ArrayList<Future<?>>();
    var prober = new Prober(origins, question, rounds);
    long period = question.interval.toNanos();
    int count = origins.standings().size();
    for (int i = 0; i < count; i++) {
      var address = origins.standings().get(i).origin().address();
      loop.execute(() -> prober.probe(pool, address));
      rounds.add(
          loop.scheduleAtFixedRate(
              () -> prober.probe(pool, address),
              period + period * i / count,
              period,
              TimeUnit.NANOSECONDS));
    }
    return prober;
  }

  @Override
  public void close() {
    rounds.forEach(round -> round.cancel(false));
  }

  private void probe(OriginPool pool, InetSocketAddress address) {
    var answer = new Answer(address);
    Exchange exchange = pool.exchange(question.to(address), answer);
    answer.exchange = exchange;
    exchange.start();
  }

  /// One probe: the status is all that is wanted of it.
  private final class Answer implements OriginReceiver {
    private final InetSocketAddress address;
    private @Nullable Exchange exchange;

    Answer(InetSocketAddress address) {
      this.address = address;
    }

    @Override
    public void onHead(ResponseHead head) {
      if (exchange != null) {
        exchange.cancel();
      }
      origins.probed(address, question.isGood(head.status()));
    }

    @Override
    public void onBody(ByteBuf piece) {
      piece.release();
    }

    @Override
    public void onWritable() {}

    @Override
    public void onInterim(ResponseHead head) {}

    @Override
    public void onComplete() {}

    @Override
    public void onFailed(OriginFailure failure) {
      origins.probed(address, false);
    }
  }
}
