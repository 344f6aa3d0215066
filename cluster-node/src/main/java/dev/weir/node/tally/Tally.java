package dev.weir.node.tally;

import dev.weir.node.proxy.outcome.RequestResult;
import dev.weir.wccp.assignment.Placement;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/// Counts what this node does for clients, and what it costs. For any thread.
public final class Tally {
  private final LongAdder[] sums = adders(Counts.Sum.values().length);
  private final LongAdder[] durations = adders(Durations.SLOTS);
  private final LongAdder[] buckets = adders(256);
  private final PopularHosts hosts = new PopularHosts();

  /// A request that was answered, or broken off.
  ///
  /// @param client whether a client asked, or another node for one
  /// @param host that was asked for
  /// @param octets of the body that were sent
  /// @param destination where the client wanted to go
  public record Done(
      boolean client, RequestResult how, String host, long octets, InetSocketAddress destination) {}

  /// Counts one that took so long.
  public void count(Done request, long nanos) {
    count(request.client, request.how, request.octets, request.destination, nanos);
    if (request.client) {
      hosts.count(request.host, request.octets);
    }
  }

  private void count(
      boolean client, RequestResult how, long octets, InetSocketAddress destination, long nanos) {
    if (comesFromOrigin(how)) {
      add(Counts.Sum.FROM_ORIGINS, octets);
    }
    if (client) {
      add(Counts.Sum.REQUESTS, 1);
      add(Counts.Sum.HITS, isHit(how) ? 1 : 0);
      add(Counts.Sum.TO_CLIENTS, octets);
      durations[Durations.slot(nanos)].increment();
      if (destination.getAddress() instanceof Inet4Address address) {
        buckets[Placement.slot(address)].increment();
      }
    }
  }

  private void add(Counts.Sum what, long count) {
    sums[what.place()].add(count);
  }

  private static boolean isHit(RequestResult how) {
    return switch (how) {
      case HIT, REVALIDATED, PEER_HIT, COLLAPSED, STALE -> true;
      case MISS, PASS, RELAYED, ERROR -> false;
    };
  }

  /// What was broken off had come from somewhere: as if from an origin.
  private static boolean comesFromOrigin(RequestResult how) {
    return switch (how) {
      case MISS, PASS, ERROR -> true;
      case HIT, REVALIDATED, COLLAPSED, STALE, RELAYED, PEER_HIT -> false;
    };
  }

  /// What was counted so far.
  Counts counts() {
    return new Counts(sums(sums), sums(durations), sums(buckets));
  }

  /// The hosts that clients asked for most, since the start.
  List<PopularHosts.Row> hosts(int most) {
    return hosts.top(most);
  }

  private static long[] sums(LongAdder[] adders) {
    return Arrays.stream(adders).mapToLong(LongAdder::sum).toArray();
  }

  private static LongAdder[] adders(int count) {
    return Stream.generate(LongAdder::new).limit(count).toArray(LongAdder[]::new);
  }
}
