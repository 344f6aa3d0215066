package dev.weir.bench.cache;

import dev.weir.cache.message.Body;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.store.MemoryStore;
import dev.weir.cache.store.Purge;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Locale;

/// How long it takes to forget a million objects by surrogate key, by host, and by expression: they
/// are hidden at once and swept after.
public final class PurgeCost {
  private static final int OBJECTS = 1_000_000;
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private PurgeCost() {}

  /// Measures; a first argument is the number of objects.
  public static void main(String[] arguments) {
    int objects = arguments.length > 0 ? Integer.parseInt(arguments[0]) : OBJECTS;
    for (Purge.Kind kind : new Purge.Kind[] {Purge.Kind.KEY, Purge.Kind.HOST, Purge.Kind.REGEX}) {
      var store = new MemoryStore(4L << 30);
      fill(store, objects);
      String text = kind == Purge.Kind.REGEX ? "^http://a\\.test/.*\\.html$" : "a.test";
      Purge order = Purge.parse(kind, text).orElseThrow();
      var threads = ManagementFactory.getThreadMXBean();
      long began = threads.getCurrentThreadCpuTime();
      long clock = System.nanoTime();
      int dropped = store.purge(order);
      long inForce = System.nanoTime() - clock;
      dropped += store.sweep();
      System.out.printf(
          Locale.ROOT,
          "%-5s %d of %d dropped: in force after %.1f ms by the clock,"
              + " all gone after %.3f s, %.3f s of one core%n",
          kind.label(),
          dropped,
          objects,
          inForce / 1e6,
          (System.nanoTime() - clock) / 1e9,
          (threads.getCurrentThreadCpuTime() - began) / 1e9);
    }
  }

  private static void fill(MemoryStore store, int objects) {
    var head =
        new ResponseHead(
            200,
            Fields.of(
                "Content-Type", "text/html",
                "Cache-Control", "max-age=3600",
                "Surrogate-Key", "a.test"));
    Body body = Body.of(new byte[256]);
    for (int i = 0; i < objects; i++) {
      var request = new RequestHead("GET", "/page-" + i + ".html", Fields.NONE);
      var response = StoredResponse.of(request, head, body, new Arrival(NOW, NOW));
      store.put(new CacheKey("http", "a.test", request.target()), response);
    }
  }
}
