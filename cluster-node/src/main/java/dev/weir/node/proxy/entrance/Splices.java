package dev.weir.node.proxy.entrance;

import dev.weir.node.bypass.LessonCause;
import dev.weir.node.bypass.sight.Advice;
import dev.weir.node.bypass.sight.Sighting;
import dev.weir.node.bypass.sight.Watch;
import dev.weir.node.proxy.tunnel.Quota;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What all splices of a node have in common: their bounds, their numbers, and who is told of them.
/// For any thread.
public final class Splices {
  /// The most connections that are led through at a time.
  public static final int OPEN_MAX = 1024;

  /// The most of one client.
  public static final int OPEN_PER_CLIENT_MAX = 64;

  /// The most silent clients whose server is listened to at a time.
  public static final int SILENT_MAX = 1024;

  /// The most of one client.
  public static final int SILENT_PER_CLIENT_MAX = 16;

  /// How long a splice may be quiet.
  public static final Duration IDLE = Duration.ofMinutes(15);

  /// What became of a client that said nothing.
  enum Silence {
    /// It spoke after all.
    CLIENT,
    /// Its server spoke first, and no HTTP.
    SERVER,
    /// Nobody spoke.
    NOTHING,
    /// It may not be led through, so that its server was not asked.
    DENIED,
    /// There were too many to ask their servers.
    LIMIT
  }

  /// Which way octets went.
  enum Direction {
    TO_ORIGIN,
    TO_CLIENT
  }

  private final Watch watch;
  private final Quota open = new Quota(() -> OPEN_MAX, () -> OPEN_PER_CLIENT_MAX);
  private final Quota silent = new Quota(() -> SILENT_MAX, () -> SILENT_PER_CLIENT_MAX);
  private final Map<LessonCause, Counter> begun = new EnumMap<>(LessonCause.class);
  private final Map<Direction, Counter> octets = new EnumMap<>(Direction.class);
  private final Map<Silence, Counter> silences = new EnumMap<>(Silence.class);

  /// Those of a node, none yet.
  public Splices(Watch watch, Telemetry telemetry) {
    this.watch = watch;
    telemetry.gauge(NodeMetric.SPLICES, open::used);
    for (LessonCause cause : new LessonCause[] {LessonCause.NOT_HTTP, LessonCause.SERVER_FIRST}) {
      begun.put(cause, telemetry.counter(NodeMetric.SPLICES_BEGUN, cause.label()));
    }
    for (Direction direction : Direction.values()) {
      octets.put(direction, telemetry.counter(NodeMetric.SPLICE_BYTES, label(direction)));
    }
    for (Silence silence : Silence.values()) {
      silences.put(silence, telemetry.counter(NodeMetric.SILENT_CONNECTIONS, label(silence)));
    }
  }

  /// Whether connections are looked at at all.
  public boolean wanted() {
    return watch.notHttp();
  }

  Duration silence() {
    return watch.silence();
  }

  Quota open() {
    return open;
  }

  Quota silent() {
    return silent;
  }

  Advice saw(Sighting.Kind kind, InetAddress client, InetSocketAddress destination) {
    return Sighting.of(kind, client, destination).map(watch.told()).orElse(Advice.GO_ON);
  }

  void begun(LessonCause cause) {
    add(begun.get(cause), 1);
  }

  void passed(Direction direction, int count) {
    add(octets.get(direction), count);
  }

  void wasSilent(Silence what) {
    add(silences.get(what), 1);
  }

  private static void add(@Nullable Counter counter, int count) {
    if (counter != null) {
      counter.increment(count);
    }
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
