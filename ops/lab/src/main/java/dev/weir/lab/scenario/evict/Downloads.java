package dev.weir.lab.scenario.evict;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import dev.weir.lab.traffic.Curl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Downloads that run while nodes come and go, each paced to the same time, from hosts of all
/// buckets in turn.
final class Downloads implements AutoCloseable {
  private static final long OCTETS_PER_SECOND = 64 << 10;

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<Curl.Answer>> all = new ArrayList<>();
  private final Duration each;
  private final List<String> ends = new ArrayList<>();

  /// Downloads that take so long each.
  Downloads(Duration each) {
    this.each = each;
  }

  /// Has clients take in no more than they have asked for: what lies in their buffers is no running
  /// download.
  static void pace() throws LabFailure, InterruptedException {
    for (var client : Plan.CLIENTS) {
      Shell.must(
          "ip",
          "netns",
          "exec",
          client.namespace(),
          "sysctl",
          "-qw",
          "net.ipv4.tcp_rmem=4096 32768 65536");
    }
  }

  /// Begins so many more.
  void begin(int count) {
    long octets = OCTETS_PER_SECOND * each.toSeconds();
    for (int i = 0; i < count; i++) {
      var client = Plan.CLIENTS.get(all.size() % Plan.CLIENTS.size());
      var host = OriginName.ALL.get(all.size() % OriginName.ALL.size()).host();
      var url = "http://" + host + "/big/" + octets;
      var limit = each.multipliedBy(3).plusSeconds(10);
      all.add(executor.submit(() -> Curl.getSlowly(client, url, limit, OCTETS_PER_SECOND)));
    }
  }

  /// How many have not ended.
  long running() {
    return all.stream().filter(it -> !it.isDone()).count();
  }

  int begun() {
    return all.size();
  }

  /// Waits for all of them, and tells how many are broken: not whole, or not by a cache.
  long broken() throws LabFailure, InterruptedException {
    long broken = 0;
    for (Future<Curl.Answer> one : all) {
      try {
        Curl.Answer answer = one.get(each.toSeconds() * 4 + 20, TimeUnit.SECONDS);
        boolean whole =
            answer.exit() == 0
                && answer.status() == 200
                && answer.octets() == OCTETS_PER_SECOND * each.toSeconds();
        broken += whole ? 0 : 1;
        if (!whole) {
          ends.add(answer.toString());
        }
      } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
        throw new LabFailure("a download did not run: " + e, e);
      }
    }
    return broken;
  }

  /// How the broken ones have ended.
  List<String> ends() {
    return List.copyOf(ends);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
