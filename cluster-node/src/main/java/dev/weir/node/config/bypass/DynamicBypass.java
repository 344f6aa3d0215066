package dev.weir.node.config.bypass;

import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.time.Duration;

/// The section `proxy.bypass.dynamic`: for which reasons the node itself gives connections back.
///
/// `lasts` (the key `for`) is how long such a rule holds; `silence` is how long a client that says
/// nothing is waited for before its server is heard; `max` bounds the rules.
public record DynamicBypass(
    Duration lasts,
    Duration silence,
    boolean notHttp,
    boolean failing,
    boolean authentication,
    int max) {
  /// What is in force when the section is not written.
  public static final DynamicBypass DEFAULTS =
      new DynamicBypass(Duration.ofMinutes(10), Duration.ofSeconds(2), true, true, true, 10_000);

  /// Nothing is learnt.
  public static final DynamicBypass OFF =
      new DynamicBypass(DEFAULTS.lasts, DEFAULTS.silence, false, false, false, DEFAULTS.max);

  /// Reads the section.
  public static DynamicBypass read(SectionReader section) {
    return new DynamicBypass(
        section
            .key(
                "for",
                Quantities.duration(Duration.ofSeconds(1), Duration.ofHours(24)),
                "How long the node gives connections back for a reason that it has found itself;"
                    + " for an origin that fails, the most.")
            .or(DEFAULTS.lasts),
        section
            .key(
                "silence",
                Quantities.duration(Duration.ofMillis(100), Duration.ofSeconds(9)),
                "With not-http, after how long a silent client's server is asked whether it speaks"
                    + " first.")
            .or(DEFAULTS.silence),
        flag(
            section,
            "not-http",
            "Whether what is not HTTP is led through to its server, and its later connections given"
                + " back."),
        flag(
            section,
            "failing",
            "Whether connections to an origin that fails three times in a minute are given back, for"
                + " a minute at first."),
        flag(
            section,
            "authentication",
            "Whether connections are given back to an origin that asks for NTLM or Negotiate, or that"
                + " refuses this node's address and not the client's."),
        section
            .key(
                "max",
                Values.integer(16, 100_000),
                "How many such rules there are at most; then the oldest goes. One network of"
                    + " clients, /24, has a sixteenth of them at most.")
            .or(DEFAULTS.max));
  }

  /// Each is on unless it is switched off.
  private static boolean flag(SectionReader section, String key, String sentence) {
    return section.key(key, Values.flag(), sentence).or(true);
  }
}
