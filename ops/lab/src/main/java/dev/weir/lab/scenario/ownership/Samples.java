package dev.weir.lab.scenario.ownership;

import dev.weir.lab.stage.Stage;
import java.time.Duration;
import java.util.List;

/// Looks where the pages are, time and again, until closed.
final class Samples implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofMillis(300);

  private final Stage stage;
  private final List<String> urls;
  private final Thread thread;
  private volatile int count;
  private volatile int most;

  /// Begins at once.
  Samples(Stage stage, List<String> urls) {
    this.stage = stage;
    this.urls = urls;
    this.thread = Thread.ofPlatform().daemon().name("samples").start(this::look);
  }

  private void look() {
    int looked = 0;
    int found = 0;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        found = Math.max(found, Copies.of(stage, urls).most());
        most = found;
        looked++;
        count = looked;
        Thread.sleep(BETWEEN);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /// How often it has looked.
  int count() {
    return count;
  }

  /// The most copies that a page has had.
  int most() {
    return most;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
