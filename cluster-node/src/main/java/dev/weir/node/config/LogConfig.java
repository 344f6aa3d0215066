package dev.weir.node.config;

import dev.weir.node.config.log.AccessLogConfig;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.util.Optional;
import org.slf4j.event.Level;

/// The `log` section: how much is logged, and where what clients asked.
public record LogConfig(Level level, Optional<AccessLogConfig> access) {

  /// What is in force when the section is not written.
  public static final LogConfig DEFAULTS = new LogConfig(Level.INFO, Optional.empty());

  static LogConfig read(SectionReader section) {
    Level level =
        section
            .key("level", Values.oneOf(Level.class), "The quietest level that is logged.")
            .or(DEFAULTS.level);
    var access = section.section("access");
    return new LogConfig(
        level,
        section.has("access") || section.describing()
            ? Optional.of(AccessLogConfig.read(access))
            : Optional.empty());
  }
}
