package dev.weir.node.life;

import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// How much the program logs.
public final class LogLevel {
  private LogLevel() {}

  /// Has everything logged from now on that is not quieter than this.
  public static void set(Level quietest) {
    if (LoggerFactory.getLogger("weir") instanceof Logger logger) {
      logger.setLevel(ch.qos.logback.classic.Level.convertAnSLF4JLevel(quietest));
    }
  }
}
