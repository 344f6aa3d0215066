package dev.weir.router.control;

import dev.weir.node.control.WccpPort;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.function.Consumer;

/// A WCCP port that loses messages and lets them wait when it is told to, the same ones for the
/// same seed. Without being told it is the port it stands before.
///
/// Confined to the control thread, but for [#drop], [#delay] and [#wake].
public final class FaultyPort implements WccpPort {
  /// The longest delay: a router that is later than this is dead to every cache (§4.1).
  public static final Duration DELAY_MAX = Duration.ofSeconds(60);

  /// So many messages wait each way at most; what comes on top is lost.
  static final int WAITING_MAX = 1024;

  private final WccpPort port;
  private final InstantSource clock;
  private final Random random;
  private final Consumer<FaultKind> injected;
  private final Queue<Late<Datagram>> in = new ArrayDeque<>();
  private final Queue<Late<Outgoing>> out = new ArrayDeque<>();
  private volatile int dropPercent;
  private volatile Duration delay = Duration.ZERO;

  /// A port before another. `injected` is told of each message that was lost or made to wait.
  public FaultyPort(WccpPort port, InstantSource clock, long seed, Consumer<FaultKind> injected) {
    this.port = port;
    this.clock = clock;
    this.random = new Random(seed);
    this.injected = injected;
  }

  private record Late<T>(T message, Instant due) {}

  private record Outgoing(ByteBuffer octets, InetAddress to) {}

  /// From now on so many of a hundred messages are lost, 0 to 100, each way.
  public void drop(int percent) {
    dropPercent = percent;
  }

  /// From now on messages wait that long, 0 to [#DELAY_MAX], each way.
  public void delay(Duration time) {
    delay = time;
  }

  @Override
  public Optional<Datagram> receive(Duration atMost) throws IOException {
    sendDue();
    Optional<Datagram> ready = due(in);
    if (ready.isPresent()) {
      return ready;
    }
    Optional<Datagram> came = port.receive(untilDue(atMost));
    sendDue();
    if (came.isEmpty() || isLost()) {
      return due(in);
    }
    if (delay.isZero() && in.isEmpty()) {
      return came;
    }
    hold(in, came.get());
    return due(in);
  }

  @Override
  public void send(ByteBuffer octets, InetAddress to) throws IOException {
    sendDue();
    if (isLost()) {
      return;
    }
    if (delay.isZero() && out.isEmpty()) {
      port.send(octets, to);
    } else {
      hold(out, new Outgoing(octets, to));
    }
  }

  @Override
  public void wake() {
    port.wake();
  }

  private boolean isLost() {
    int percent = dropPercent;
    boolean lost = percent > 0 && random.nextInt(100) < percent;
    if (lost) {
      injected.accept(FaultKind.DROP);
    }
    return lost;
  }

  private <T> void hold(Queue<Late<T>> queue, T message) {
    if (queue.size() == WAITING_MAX) {
      injected.accept(FaultKind.DROP);
      return;
    }
    queue.add(new Late<>(message, clock.instant().plus(delay)));
    injected.accept(FaultKind.DELAY);
  }

  private void sendDue() throws IOException {
    for (var next = due(out); next.isPresent(); next = due(out)) {
      port.send(next.get().octets(), next.get().to());
    }
  }

  /// The first of a queue when its time has come: messages keep their order.
  private <T> Optional<T> due(Queue<Late<T>> queue) {
    Late<T> first = queue.peek();
    if (first == null || first.due().isAfter(clock.instant())) {
      return Optional.empty();
    }
    queue.remove();
    return Optional.of(first.message());
  }

  private Duration untilDue(Duration atMost) {
    Instant now = clock.instant();
    Instant latest = now.plus(atMost);
    for (Late<?> first : new Late<?>[] {in.peek(), out.peek()}) {
      if (first != null && first.due().isBefore(latest)) {
        latest = first.due();
      }
    }
    return latest.isAfter(now) ? Duration.between(now, latest) : Duration.ZERO;
  }
}
