package dev.weir.lab.scenario.ownership;

import dev.weir.lab.LabFailure;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.stage.Stage;
import dev.weir.lab.traffic.Curl;
import dev.weir.lab.traffic.VersionedPages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// One page that is changed while others read it: by a POST through the caches, or at its origin,
/// behind their backs, and then purged. What is read after that has been acknowledged is the page
/// as it was changed, or a later one.
final class Trial {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int READ_AFTER = 2;

  private final Stage stage;
  private final String url;
  private final OriginName origin;
  private final String name;
  private volatile boolean acknowledged;
  private volatile boolean over;
  private long version = Long.MAX_VALUE;

  /// Of a page; `name` is told apart from all others'.
  Trial(Stage stage, String url, String name) {
    this.stage = stage;
    this.url = url;
    this.origin = OriginName.of(url);
    this.name = name;
  }

  String name() {
    return name;
  }

  /// Changes the page by a POST of a client's.
  ///
  /// @return how often it was read, and once more as it had been
  long post() throws LabFailure, InterruptedException {
    return whileRead(() -> changed(Plan.CLIENTS.getFirst()));
  }

  /// Changes the page at its origin, and has a node purge it.
  long purge(LabHost by) throws LabFailure, InterruptedException {
    return whileRead(() -> {
      long now = changed(Plan.ORIGINS);
      stage.node(by).purge(url);
      return now;
    });
  }

  /// Whether the page is served as it was before the change.
  boolean stale() throws LabFailure, InterruptedException {
    return read(Plan.CLIENTS.getLast()) < version;
  }

  private long changed(LabHost by) throws LabFailure, InterruptedException {
    Curl.Answer answer = Curl.submit(by, url, origin.address(), name);
    if (answer.status() != 200) {
      throw new LabFailure("a POST to " + url + " was answered by " + answer.status());
    }
    return version(answer);
  }

  private long whileRead(Change change) throws LabFailure, InterruptedException {
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      var stale = new ArrayList<Future<Long>>();
      for (LabHost client : Plan.CLIENTS) {
        stale.add(readers.submit(() -> readOn(client)));
      }
      try {
        version = change.make();
        acknowledged = true;
        return sum(stale);
      } finally {
        over = true;
      }
    }
  }

  private static long sum(List<Future<Long>> numbers) throws LabFailure, InterruptedException {
    long sum = 0;
    for (Future<Long> number : numbers) {
      try {
        sum += number.get();
      } catch (ExecutionException e) {
        throw new LabFailure("a reader has ended: " + e.getCause(), e);
      }
    }
    return sum;
  }

  /// Reads again and again, until a few times after the acknowledgement; says how often of these
  /// the page was as before.
  private long readOn(LabHost client) throws LabFailure, InterruptedException {
    long stale = 0;
    for (int after = 0; after < READ_AFTER && !over; ) {
      boolean counts = acknowledged; // before it begins
      long seen = read(client);
      after += counts ? 1 : 0;
      stale += counts && seen < version ? 1 : 0;
    }
    return stale;
  }

  private long read(LabHost client) throws LabFailure, InterruptedException {
    return version(Curl.get(client, url, LIMIT));
  }

  /// The version that an answer bears. One that failed bears none, and is not an old one.
  private static long version(Curl.Answer answer) {
    return answer.headers().getOrDefault(FIELD, List.of(NONE)).stream()
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }

  private static final String FIELD =
      VersionedPages.VERSION_FIELD.toLowerCase(java.util.Locale.ROOT);
  private static final String NONE = Long.toString(Long.MAX_VALUE);

  /// What changes a page, and gives its version.
  @FunctionalInterface
  private interface Change {
    long make() throws LabFailure, InterruptedException;
  }
}
