package dev.weir.node.proxy.compress;

import dev.weir.cache.message.RequestHead;
import dev.weir.node.proxy.origin.Exchange;
import dev.weir.node.proxy.origin.OriginReceiver;
import dev.weir.node.telemetry.ReverseMetric;
import dev.weir.node.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/// Compresses what comes from origins, as far as a share of the event loops' time allows, and as
/// there is place for bodies in the making. For any thread.
public final class Compressor {
  /// Of a second of all event loops: beyond it answers are left as they are, until the next.
  private static final double SHARE = 0.5;

  /// Bodies in the making for each event loop; one of brotli takes 2 MiB.
  private static final int BODIES_MAX = 32;

  private static final long SECOND_NS = 1_000_000_000L;

  private final Supplier<Compression> rule;
  private final long nanosMax;
  private final int bodiesMax;
  private final AtomicInteger bodies = new AtomicInteger();
  private final AtomicLong secondBegan = new AtomicLong(System.nanoTime());
  private final AtomicLong taken = new AtomicLong();
  private final Counter octetsIn;
  private final Counter octetsOut;
  private final Counter spared;

  /// One that goes by the rule of each moment.
  ///
  /// @param threads event loops that there are
  public Compressor(Supplier<Compression> rule, int threads, Telemetry telemetry) {
    this.rule = rule;
    this.nanosMax = (long) (SHARE * SECOND_NS * threads);
    this.bodiesMax = BODIES_MAX * threads;
    this.octetsIn = telemetry.counter(ReverseMetric.COMPRESSED_BYTES, "in");
    this.octetsOut = telemetry.counter(ReverseMetric.COMPRESSED_BYTES, "out");
    this.spared = telemetry.counter(ReverseMetric.COMPRESSION_SPARED);
  }

  /// A request as it is looked up and passed on.
  public RequestHead asked(RequestHead request) {
    return rule.get().asked(request);
  }

  /// The exchange that `begin` makes for a receiver, with what it brings compressed on its way.
  public Exchange exchange(
      RequestHead request, OriginReceiver receiver, Function<OriginReceiver, Exchange> begin) {
    Compression present = rule.get();
    if (present.isOff()) {
      return begin.apply(receiver);
    }
    var compressed = new CompressedExchange(this, present, request, receiver);
    compressed.attach(begin.apply(compressed));
    return compressed;
  }

  /// Whether one more body may be begun; if so, it has a place until `end`.
  boolean begin() {
    if (bodies.incrementAndGet() <= bodiesMax) {
      return true;
    }
    end();
    spared.increment();
    return false;
  }

  /// A body has ended.
  void end() {
    bodies.decrementAndGet();
  }

  /// Whether there is time for one more answer.
  boolean hasTime() {
    long now = System.nanoTime();
    long began = secondBegan.get();
    if (now - began > SECOND_NS && secondBegan.compareAndSet(began, now)) {
      taken.set(0);
    }
    boolean has = taken.get() < nanosMax;
    if (!has) {
      spared.increment();
    }
    return has;
  }

  /// So many octets became so many.
  void took(long nanos, int in, int out) {
    taken.addAndGet(nanos);
    octetsIn.increment(in);
    octetsOut.increment(out);
  }
}
