package dev.weir.node.config;

import dev.weir.node.config.rule.RuleConfig;
import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.yaml.SectionReader;
import java.util.List;

/// The `cache` section: how much is stored, and by which rules beside those of HTTP.
public record CacheConfig(long memoryBytes, List<RuleConfig> rules) {

  /// What is in force when the section is not written.
  public static final CacheConfig DEFAULTS = new CacheConfig(256L << 20, List.of());

  /// Keeps a copy of the list.
  public CacheConfig {
    rules = List.copyOf(rules);
  }

  static CacheConfig read(SectionReader section) {
    section.later("disk");
    return new CacheConfig(
        section
            .key(
                "memory",
                Quantities.size(1L << 20, 1L << 40),
                "How many bytes of responses are kept in memory, outside the JVM's heap.")
            .or(DEFAULTS.memoryBytes),
        RuleConfig.readAll(section));
  }
}
