package dev.weir.node.config;

import dev.weir.node.access.AccessLog;
import dev.weir.node.config.log.AccessLogConfig;
import dev.weir.node.config.log.SyslogConfig;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.node.syslog.SyslogSettings;
import java.util.Optional;
import org.slf4j.event.Level;

/// The `log` section: how much is logged, and where what clients asked.
public record LogConfig(
    Level level, Optional<AccessLogConfig> access, Optional<SyslogConfig> syslog) {

  /// What is in force when the section is not written.
  public static final LogConfig DEFAULTS =
      new LogConfig(Level.INFO, Optional.empty(), Optional.empty());

  /// The access log of a node of this name, if it writes one.
  public Optional<AccessLog.Settings> accessLog(String nodeName) {
    return access.map(
        it -> it.settings(syslog.flatMap(to -> to.settings(SyslogConfig.Of.ACCESS, nodeName))));
  }

  /// Where its events go beside its own log.
  public Optional<SyslogSettings> eventsTo(String nodeName) {
    return syslog.flatMap(to -> to.settings(SyslogConfig.Of.EVENTS, nodeName));
  }

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
            : Optional.empty(),
        section.has("syslog") || section.describing()
            ? Optional.of(SyslogConfig.read(section.section("syslog")))
            : Optional.empty());
  }
}
