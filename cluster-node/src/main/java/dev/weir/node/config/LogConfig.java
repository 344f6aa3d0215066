package dev.weir.node.config;

import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import org.slf4j.event.Level;

/// The `log` section: how much is logged.
public record LogConfig(Level level) {

  /// What is in force when the section is not written.
  public static final LogConfig DEFAULTS = new LogConfig(Level.INFO);

  static LogConfig read(SectionReader section) {
    section.later("access");
    return new LogConfig(
        section
            .key("level", Values.oneOf(Level.class), "The quietest level that is logged.")
            .or(DEFAULTS.level));
  }
}
