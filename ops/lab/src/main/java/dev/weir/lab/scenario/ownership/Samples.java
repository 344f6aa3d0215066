package dev.weir.lab.scenario.ownership;

import dev.weir.lab.stage.Stage;
import java.time.Duration;
import java.util.List;

/// Looks where the pages are, time and again, until closed.
final class Samples implements AutoCloseable {
  private static final int COPIES_MAX = 2;
  private static final Duration BETWEEN = Duration.ofMillis(300);

  private final Stage stage;
  private final List<String> urls;
  private final Thread thread;
  private volatile int count;
  private volatile int beyond;

  /// Begins at once.
  Samples(Stage stage, List<String> urls) {
    this.stage = stage;
    this.urls = urls;
    this.thread = Thread.ofPlatform().daemon().name("samples").start(this::look);
  }

  private void look() {
    int looked = 0;
    int more = 0;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        more += Copies.of(stage, urls).most() > COPIES_MAX ? 1 : 0;
        beyond = more;
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

  /// How often it has seen any page on more than two nodes.
  int beyond() {
    return beyond;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
