package dev.weir.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// What WCCP costs at its largest: 32 caches, 32 routers and 3 groups at T = 1 s, with every
/// message encoded, authenticated and decoded.
///
/// Processor time is that of the one thread that does everything; the collector's and the
/// compiler's threads are not in it. A station's is that of decoding, its machines, their snapshots
/// and deadlines, and encoding.
public final class WccpCost {
  private static final int CACHES = 32;
  private static final int ROUTERS = 32;
  private static final int GROUPS = 3;
  private static final int RUNS = 5;
  private static final Duration CONVERGES = Duration.ofSeconds(10);
  private static final List<Integer> HEAP_AT_SECONDS = List.of(60, 120, 600, 3_600);

  private record Run(Usage designated, Usage ordinary, Usage router, Usage world) {}

  private WccpCost() {}

  /// Measures five times so many simulated seconds, 10 unless told; a second argument tells until
  /// which simulated second the heap is watched, 600 unless told, at most 3600.
  public static void main(String[] arguments) {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
    int heapUntil = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 600;
    var out = System.out;
    out.printf(
        Locale.ROOT,
        "%d caches, %d routers, %d groups, T = 1 s; per simulated second, %d x %d s%n",
        CACHES,
        ROUTERS,
        GROUPS,
        RUNS,
        seconds);
    var cluster = new Cluster(CACHES, ROUTERS, GROUPS);
    cluster.run(CONVERGES);
    requireConverged(cluster);
    var runs = new ArrayList<Run>();
    for (int i = 0; i < RUNS; i++) {
      runs.add(measured(cluster, seconds));
    }
    print(out, "designated cache", seconds, runs.stream().map(Run::designated).toList());
    print(out, "other cache", seconds, runs.stream().map(Run::ordinary).toList());
    print(out, "router", seconds, runs.stream().map(Run::router).toList());
    print(out, "world", seconds, runs.stream().map(Run::world).toList());
    heap(out, cluster, CONVERGES.toSeconds() + (long) RUNS * seconds, heapUntil);
  }

  private static Run measured(Cluster cluster, int seconds) {
    var designated = cluster.cache(1);
    var ordinary = cluster.cache(CACHES);
    var router = cluster.router(1);
    List.of(designated, ordinary, router).forEach(cluster::watch);
    var before = Usage.now();
    cluster.run(Duration.ofSeconds(seconds));
    return new Run(
        cluster.used(designated),
        cluster.used(ordinary),
        cluster.used(router),
        Usage.now().minus(before));
  }

  private static void requireConverged(Cluster cluster) {
    if (!cluster.converged()) {
      throw new IllegalStateException("not all go by one table");
    }
  }

  private static void print(PrintStream out, String what, int seconds, List<Usage> runs) {
    out.printf(
        Locale.ROOT,
        "%-17s CPU %s ms, allocated %s MiB%n",
        what,
        spread(runs, it -> it.cpuMillisPer(seconds)),
        spread(runs, it -> it.mebibytesPer(seconds)));
  }

  private static String spread(List<Usage> runs, ToDoubleFunction<Usage> figure) {
    double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f..%.2f)",
        sorted[sorted.length / 2],
        sorted[0],
        sorted[sorted.length - 1]);
  }

  private static void heap(PrintStream out, Cluster cluster, long second, int until) {
    out.printf(Locale.ROOT, "live heap after %4d s: %.2f MiB%n", second, liveMebibytes());
    long now = second;
    for (int next : HEAP_AT_SECONDS) {
      if (next > now && next <= until) {
        cluster.run(Duration.ofSeconds(next - now));
        now = next;
        out.printf(Locale.ROOT, "live heap after %4d s: %.2f MiB%n", now, liveMebibytes());
      }
    }
    requireConverged(cluster);
  }

  @SuppressWarnings("ExplicitGc") // the question is what stays
  private static double liveMebibytes() {
    System.gc();
    System.gc();
    var runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / 1_048_576.0;
  }
}
