package dev.weir.node.ownership.live;

import dev.weir.node.ownership.HandOver;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is counted of ownership.
final class OwnershipMeters {
  /// What came of the need to know a host's home.
  enum Home {
    /// It was known, as nearly always.
    KNOWN,
    /// Its directory, this node or another, has said it.
    ASKED,
    /// Its directory did not answer, or not in time: the request passes through.
    UNKNOWN;

    private final String label = name().toLowerCase(Locale.ROOT);
  }

  private final Map<Home, Counter> homes = new EnumMap<>(Home.class);
  private final Map<HandOver.Fate, Counter> swept = new EnumMap<>(HandOver.Fate.class);

  OwnershipMeters(Telemetry telemetry) {
    for (Home result : Home.values()) {
      homes.put(result, telemetry.counter(NodeMetric.OWNERSHIP_HOMES_ASKED, result.label));
    }
    for (HandOver.Fate fate : HandOver.Fate.values()) {
      String label = fate.name().toLowerCase(Locale.ROOT).replace('_', '-');
      swept.put(fate, telemetry.counter(NodeMetric.OWNERSHIP_SWEPT, label));
    }
  }

  void home(Home result) {
    count(homes.get(result));
  }

  void swept(HandOver.Fate fate) {
    count(swept.get(fate));
  }

  private static void count(@Nullable Counter counter) {
    if (counter != null) {
      counter.increment();
    }
  }
}
