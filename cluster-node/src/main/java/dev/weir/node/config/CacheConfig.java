package dev.weir.node.config;

import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.yaml.SectionReader;

/// The `cache` section: how much is stored.
public record CacheConfig(long memoryBytes) {

  /// What is in force when the section is not written.
  public static final CacheConfig DEFAULTS = new CacheConfig(256L << 20);

  static CacheConfig read(SectionReader section) {
    section.later("disk", "rules");
    return new CacheConfig(
        section
            .key(
                "memory",
                Quantities.size(1L << 20, 1L << 40),
                "How many bytes of responses are kept in memory, outside the JVM's heap.")
            .or(DEFAULTS.memoryBytes));
  }
}
