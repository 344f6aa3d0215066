package dev.weir.node.config.rule;

import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.yaml.SectionReader;
import java.time.Duration;
import java.util.Optional;

/// How long responses are fresh.
public record RuleTtl(
    Optional<Duration> least, Optional<Duration> most, Optional<Duration> initial) {
  private static final Duration LONGEST = Duration.ofDays(3650);

  boolean isEmpty() {
    return least.isEmpty() && most.isEmpty() && initial.isEmpty();
  }

  static RuleTtl read(SectionReader section) {
    var duration = Quantities.duration(Duration.ZERO, LONGEST);
    var ttl =
        new RuleTtl(
            section
                .key("min", duration, "The least time for which a response is fresh.")
                .optional(),
            section.key("max", duration, "The most time for which a response is fresh.").optional(),
            section
                .key(
                    "default",
                    duration,
                    "For how long one is fresh of which the origin does not say it.")
                .optional());
    if (ttl.least.isPresent() && exceeds(ttl.least, ttl.most)) {
      section.refuse("min", "is longer than max", "write the shorter one as min");
    }
    if (exceeds(ttl.initial, ttl.most) || exceeds(ttl.least, ttl.initial)) {
      section.refuse("default", "is not between min and max", "write one that is");
    }
    return ttl;
  }

  private static boolean exceeds(Optional<Duration> one, Optional<Duration> other) {
    return one.isPresent() && other.isPresent() && one.get().compareTo(other.get()) > 0;
  }
}
