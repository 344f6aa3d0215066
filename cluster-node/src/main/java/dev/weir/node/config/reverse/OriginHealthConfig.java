package dev.weir.node.config.reverse;

import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.KeyReader;
import dev.weir.node.config.yaml.SectionReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The section `health` of one of `proxy.reverse`: when an origin is asked no more, and when again.
///
/// @param path asked for by probes; without it requests alone tell
/// @param failures requests in a row that failed
/// @param out how long an origin that no probe asks is left alone
public record OriginHealthConfig(
    Optional<String> path, Probes probes, int failures, Duration out, NoneHealthy none) {
  private static final int TIMES_MAX = 100;
  private static final int STATUSES_MAX = 64;

  /// What becomes of a request when no origin is healthy.
  public enum NoneHealthy {
    /// All are asked, as if they were.
    TRY_ALL,
    /// It gets 503 with Retry-After, unless what is stored may be given.
    REFUSE
  }

  /// How probes ask, and what their answers mean.
  ///
  /// @param host in their Host; without it the first of the section's hosts that is a name
  /// @param statuses that are good; none: 200 to 399
  public record Probes(
      Optional<String> host,
      Duration interval,
      Duration timeout,
      int rise,
      int fall,
      List<Integer> statuses) {
    /// Keeps a copy of the list.
    public Probes {
      statuses = List.copyOf(statuses);
    }
  }

  /// What is in force when the section is not written: nothing is probed.
  public static final OriginHealthConfig DEFAULTS =
      new OriginHealthConfig(
          Optional.empty(),
          new Probes(
              Optional.empty(), Duration.ofSeconds(5), Duration.ofSeconds(2), 2, 3, List.of()),
          3,
          Duration.ofSeconds(10),
          NoneHealthy.TRY_ALL);

  /// Reads the section.
  public static OriginHealthConfig read(SectionReader section) {
    Optional<String> path =
        section
            .key(
                "path",
                Values.path("/health"),
                "What probes ask each origin for; without it nothing is probed, and only requests"
                    + " tell.")
            .optional();
    return new OriginHealthConfig(
        path,
        probes(section),
        section
            .key(
                "failures",
                Values.integer(1, TIMES_MAX),
                "Requests in a row that an origin gave no answer to until it is asked no more.")
            .or(DEFAULTS.failures),
        section
            .key(
                "out",
                Quantities.duration(Duration.ofMillis(100), Duration.ofHours(1)),
                "How long an origin that is not probed is left alone before a request tries it"
                    + " again.")
            .or(DEFAULTS.out),
        section
            .key(
                "none-healthy",
                Values.oneOf(NoneHealthy.class),
                "What becomes of a request when no origin is healthy: try-all asks them all the"
                    + " same, refuse answers 503 with Retry-After unless what is stored may be"
                    + " given.")
            .or(DEFAULTS.none));
  }

  private static Probes probes(SectionReader section) {
    Probes initial = DEFAULTS.probes;
    var probes =
        new Probes(
            section
                .key(
                    "host",
                    Values.host(),
                    "The host that probes ask for; without it the first of the section's hosts"
                        + " that is a whole name, else the origin's address.")
                .optional(),
            section
                .key(
                    "interval",
                    Quantities.duration(Duration.ofMillis(100), Duration.ofHours(1)),
                    "The time between two probes of an origin.")
                .or(initial.interval),
            section
                .key(
                    "timeout",
                    Quantities.duration(Duration.ofMillis(50), Duration.ofMinutes(1)),
                    "How long a probe may take, from its connection to the head of its answer.")
                .or(initial.timeout),
            times(section, "rise", "Good probes in a row after which an origin is asked again.")
                .or(initial.rise),
            times(section, "fall", "Bad probes in a row after which it is asked no more.")
                .or(initial.fall),
            section
                .key(
                    "status",
                    Values.list(Values.integer(100, 599), 1, STATUSES_MAX),
                    "The statuses of a good answer; without it 200 to 399.")
                .or(initial.statuses));
    expectOneAtATime(probes, section);
    return probes;
  }

  private static KeyReader<Integer> times(SectionReader section, String key, String sentence) {
    return section.key(key, Values.integer(1, TIMES_MAX), sentence);
  }

  private static void expectOneAtATime(Probes probes, SectionReader section) {
    if (probes.timeout.compareTo(probes.interval) > 0) {
      section.refuse(
          "timeout", "longer than interval", "write one that is over before the next probe");
    }
  }
}
