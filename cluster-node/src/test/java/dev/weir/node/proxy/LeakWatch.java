package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.util.ResourceLeakDetector;
import org.slf4j.LoggerFactory;

/// Listens for Netty's reports of buffers that were collected without having been released.
final class LeakWatch {
  private static final ListAppender<ILoggingEvent> REPORTS = new ListAppender<>();

  static {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    REPORTS.start();
    ((Logger) LoggerFactory.getLogger(ResourceLeakDetector.class)).addAppender(REPORTS);
  }

  private LeakWatch() {}

  static void begin() {
    REPORTS.list.clear();
  }

  /// Collects garbage, lets the detector look by allocating, and expects silence.
  static void assertNone() {
    System.gc();
    for (int i = 0; i < 200; i++) {
      io.netty.buffer.PooledByteBufAllocator.DEFAULT.buffer(16).release();
    }
    assertThat(REPORTS.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
  }
}
