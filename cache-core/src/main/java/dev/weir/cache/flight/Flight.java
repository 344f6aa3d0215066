package dev.weir.cache.flight;

import dev.weir.cache.rule.CacheKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One fetch and those who follow it. Safe for use by any thread.
public final class Flight {
  private final Collapse collapse;
  private final CacheKey key;
  private final List<Consumer<Collapse.News>> waiting = new ArrayList<>();
  private @Nullable Beginning beginning;
  private boolean over;

  Flight(Collapse collapse, CacheKey key) {
    this.collapse = collapse;
    this.key = key;
  }

  enum Admission {
    ADMITTED,
    FULL,
    OVER
  }

  CacheKey key() {
    return key;
  }

  /// The response has begun: those who wait are told, and those who come while it lasts. What was
  /// purged meanwhile is for the leader alone, who asked for it before.
  public void begin(Beginning response) {
    if (!response.current().getAsBoolean()) {
      end(Collapse.Outcome.OUTDATED);
      return;
    }
    var readers = new ArrayList<Collapse.News>();
    List<Consumer<Collapse.News>> told;
    synchronized (this) {
      if (over) {
        return;
      }
      beginning = response;
      told = List.copyOf(waiting);
      waiting.clear();
      told.forEach(_ -> readers.add(news(response)));
    }
    for (int i = 0; i < told.size(); i++) {
      told.get(i).accept(readers.get(i));
    }
  }

  /// Ends the flight and tells those who wait. A second time does nothing.
  public void end(Collapse.Outcome outcome) {
    List<Consumer<Collapse.News>> told;
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      told = List.copyOf(waiting);
      waiting.clear();
    }
    collapse.over(this, outcome);
    told.forEach(it -> it.accept(new Collapse.News.Over(outcome)));
  }

  /// Ends the flight if nobody follows it. False: somebody does, so go on.
  public boolean endUnlessFollowed() {
    synchronized (this) {
      if (!waiting.isEmpty() || (beginning != null && beginning.body().readers() > 0)) {
        return false;
      }
      over = true;
    }
    collapse.over(this, Collapse.Outcome.FAILED);
    return true;
  }

  /// A follower no longer waits; it will not be told.
  public synchronized void leave(Consumer<Collapse.News> told) {
    waiting.remove(told);
  }

  Admission admit(Consumer<Collapse.News> told, int followersMax) {
    Collapse.News news;
    synchronized (this) {
      Beginning begun = beginning;
      if (over || (begun != null && !begun.current().getAsBoolean())) {
        return Admission.OVER;
      }
      if (waiting.size() + (begun == null ? 0 : begun.body().readers()) >= followersMax) {
        return Admission.FULL;
      }
      if (begun == null) {
        waiting.add(told);
        return Admission.ADMITTED;
      }
      news = news(begun);
    }
    told.accept(news);
    return Admission.ADMITTED;
  }

  private static Collapse.News news(Beginning begun) {
    Optional<Filling.Reader> reader = begun.body().reader();
    return reader.isPresent()
        ? new Collapse.News.Begun(begun, reader.get())
        : new Collapse.News.Over(Collapse.Outcome.NOT_STORED);
  }
}
