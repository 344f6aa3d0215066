package dev.weir.node.proxy.sidecar;

import dev.weir.node.proxy.splice.Splice;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The carrier's numbers. For any thread.
final class CarrierMeters {
  /// Why a connection was not carried. The names are metric labels.
  enum Uncarried {
    /// The sidecar did not accept it.
    REFUSED,
    /// The client was gone before the sidecar had accepted it.
    GONE,
    /// There were too many.
    LIMIT,
    /// It came to one of our own addresses: nobody diverted it.
    OWN_ADDRESS;

    private String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Of a connection that nobody asks about.
  static final Splice.Account NO_ACCOUNT =
      new Splice.Account() {
        @Override
        public void onward(int octets) {}

        @Override
        public void back(int octets) {}

        @Override
        public void ended(Splice.End why) {}
      };

  private final AtomicInteger open = new AtomicInteger();
  private final LongAdder onward = new LongAdder();
  private final LongAdder back = new LongAdder();
  private final Map<Splice.End, Counter> ended = new EnumMap<>(Splice.End.class);
  private final Map<Uncarried, Counter> uncarried = new EnumMap<>(Uncarried.class);

  CarrierMeters(Telemetry telemetry) {
    for (Splice.End why : Splice.End.values()) {
      ended.put(why, telemetry.counter(NodeMetric.SIDECAR_CONNECTIONS_ENDED, why.label()));
    }
    for (Uncarried why : Uncarried.values()) {
      uncarried.put(why, telemetry.counter(NodeMetric.SIDECAR_CONNECTIONS_ENDED, why.label()));
    }
    telemetry.gauge(NodeMetric.SIDECAR_CONNECTIONS, open::get);
    telemetry.counted(NodeMetric.SIDECAR_BYTES, onward::sum, "onward");
    telemetry.counted(NodeMetric.SIDECAR_BYTES, back::sum, "back");
  }

  /// One more; how many there are now.
  int opened() {
    return open.incrementAndGet();
  }

  int open() {
    return open.get();
  }

  void gone() {
    open.decrementAndGet();
  }

  void notCarried(Uncarried why) {
    count(uncarried.get(why));
  }

  /// Counts what passes on a connection.
  Splice.Account account() {
    return new Splice.Account() {
      @Override
      public void onward(int octets) {
        onward.add(octets);
      }

      @Override
      public void back(int octets) {
        back.add(octets);
      }

      @Override
      public void ended(Splice.End why) {
        count(ended.get(why));
      }
    };
  }

  private static void count(@Nullable Counter counter) {
    if (counter != null) {
      counter.increment();
    }
  }
}
