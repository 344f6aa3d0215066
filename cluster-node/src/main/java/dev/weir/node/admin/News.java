package dev.weir.node.admin;

import dev.weir.node.telemetry.EventLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// `/v1/events`: the events that are kept, and those to come, for whoever waits for them.
///
/// At most [#WAITING_MAX] wait at a time; a further one is answered at once with what there is. For
/// any thread.
final class News {
  /// So many may wait, which leaves connections to those who ask for something else.
  static final int WAITING_MAX = 24;

  /// The longest wait: shorter than the time after which a silent connection is closed.
  static final int WAIT_SECONDS_MAX = 25;

  private final EventLog events;
  private final Map<Long, CompletableFuture<Boolean>> waiting = new HashMap<>();
  private long asked;

  News(EventLog events) {
    this.events = events;
    events.follow(_ -> wake());
  }

  /// The events from number `since` on; with `wait` not before there is one, or the time is over.
  Answer answer(Map<String, String> query) {
    String since = query.getOrDefault("since", "0");
    String wait = query.getOrDefault("wait", "0");
    if (!since.matches("[0-9]{1,18}") || !wait.matches("[0-9]{1,2}")) {
      return new Answer.Json(
          400, Map.of("error", "since is a number from 0, wait is in seconds, 0 to 25"));
    }
    long first = Long.parseLong(since);
    int seconds = Math.min(Integer.parseInt(wait), WAIT_SECONDS_MAX);
    if (seconds == 0) {
      return slice(first);
    }
    var woken = new CompletableFuture<Boolean>();
    OptionalLong place = await(woken);
    if (place.isEmpty()) {
      return slice(first);
    }
    if (!events.since(first).isEmpty()) {
      woken.complete(true);
    }
    return new Answer.Later(
        woken
            .completeOnTimeout(false, seconds, TimeUnit.SECONDS)
            .thenApply(_ -> {
              forget(place.getAsLong());
              return slice(first);
            }));
  }

  private Answer slice(long first) {
    return new Answer.Json(200, events.slice(first));
  }

  private synchronized OptionalLong await(CompletableFuture<Boolean> one) {
    if (waiting.size() >= WAITING_MAX) {
      return OptionalLong.empty();
    }
    waiting.put(++asked, one);
    return OptionalLong.of(asked);
  }

  private synchronized void forget(long place) {
    waiting.remove(place);
  }

  private void wake() {
    List<CompletableFuture<Boolean>> woken;
    synchronized (this) {
      woken = List.copyOf(waiting.values());
      waiting.clear();
    }
    woken.forEach(it -> it.complete(true));
  }
}
