package dev.weir.node.relief;

import dev.weir.node.config.health.HealthConfig;
import dev.weir.node.relief.Load.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// How many eighths of its buckets a node gives back because it has too much to do.
///
/// ```
///          1 s at or above a limit: one more              a pause below 4/5 of all limits: one less
///   0 ─────────────────────────────────▶ 1 … 8 ────────────────────────────────────▶ 0
/// ```
///
/// What counts is the least load of a second, so that a burst or a pause of the collector is none
/// (as in CoDel, RFC 8289). The pause is 2 s; it doubles, up to 64 s, each time that there is too
/// much again after something was taken back, and is 2 s again after a minute without relief. With
/// 98 % of the memory in use everything is given back at once.
///
/// No device, thread or clock.
public final class LoadRelief {
  /// As many steps give everything back.
  public static final int STEPS = 8;

  private static final int SAMPLES_LEAST = 4;
  private static final Duration WINDOW = Duration.ofSeconds(1);
  private static final double CALM = 0.8;

  /// From this share of the memory on everything is given back at once.
  private static final int SHORT_PERCENT = 98;

  private static final Duration PAUSE_LEAST = Duration.ofSeconds(2);
  private static final Duration PAUSE_MOST = Duration.ofSeconds(64);
  private static final Duration FORGIVEN = Duration.ofMinutes(1);

  private HealthConfig config;
  private final Map<Signal, Double> least = new EnumMap<>(Signal.class);
  private final Map<Signal, Double> standing = new EnumMap<>(Signal.class);
  private int samples;
  private Instant windowEnd;
  private int steps;
  private int stepsMost;
  private boolean readmitting;
  private Duration pause = PAUSE_LEAST;
  private Instant began = Instant.MIN;
  private Instant calmSince;

  /// What has begun or ended.
  public sealed interface Change {
    /// There is too much to do, by this signal, which stands at so many times its limit.
    record Began(Signal cause, double share) implements Change {}

    /// Everything has been taken in again; so many steps were the most given back.
    record Ended(Duration after, int stepsMost) implements Change {}
  }

  /// A node that has not been measured yet.
  public LoadRelief(HealthConfig config, Instant now) {
    this.config = config;
    this.windowEnd = now.plus(WINDOW);
    this.calmSince = now;
  }

  /// Goes by another configuration from now on.
  public void become(HealthConfig next) {
    config = next;
  }

  /// How much is given back, 0 to [#STEPS].
  public int steps() {
    return steps;
  }

  /// What each signal stood at in the last second, as a share of its limit.
  public double standing(Signal signal) {
    return standing.getOrDefault(signal, 0.0);
  }

  /// The signal that is nearest to its limit, or furthest beyond.
  public Signal worst() {
    return Arrays.stream(Signal.values())
        .max(Comparator.comparingDouble(this::standing))
        .orElseThrow();
  }

  /// The load has been measured; to be told four times a second.
  public Optional<Change> on(Load load, Instant now) {
    for (Signal signal : Signal.values()) {
      least.merge(signal, load.share(signal, config), Math::min);
    }
    samples++;
    if (samples < SAMPLES_LEAST || now.isBefore(windowEnd)) {
      return Optional.empty();
    }
    standing.putAll(least);
    least.clear();
    samples = 0;
    windowEnd = now.plus(WINDOW);
    return config.overload().relief() ? step(now) : Optional.empty();
  }

  private Optional<Change> step(Instant now) {
    double share = standing(worst());
    if (share >= CALM) {
      calmSince = now;
    }
    if (share >= 1) {
      return more(share, now);
    }
    if (steps > 0 && !now.isBefore(calmSince.plus(pause))) {
      return less(now);
    }
    if (steps == 0 && !now.isBefore(calmSince.plus(FORGIVEN))) {
      pause = PAUSE_LEAST;
      readmitting = false;
    }
    return Optional.empty();
  }

  private Optional<Change> more(double share, Instant now) {
    if (readmitting) {
      readmitting = false;
      pause = pause.multipliedBy(2).compareTo(PAUSE_MOST) > 0 ? PAUSE_MOST : pause.multipliedBy(2);
    }
    boolean begins = steps == 0;
    steps = memoryPercent() >= SHORT_PERCENT ? STEPS : Math.min(STEPS, steps + 1);
    stepsMost = begins ? steps : Math.max(stepsMost, steps);
    if (begins) {
      began = now;
      return Optional.of(new Change.Began(worst(), share));
    }
    return Optional.empty();
  }

  private long memoryPercent() {
    return Math.round(standing(Signal.MEMORY) * config.overload().memoryPercent());
  }

  private Optional<Change> less(Instant now) {
    steps--;
    readmitting = true;
    calmSince = now;
    return steps == 0
        ? Optional.of(new Change.Ended(Duration.between(began, now), stepsMost))
        : Optional.empty();
  }
}
