package dev.weir.node.page.overview;

import dev.weir.node.admin.Readiness;
import dev.weir.node.config.IdentityConfig;
import dev.weir.node.grid.GridMember;
import dev.weir.node.grid.GridView;
import dev.weir.node.tally.BucketMoves;
import dev.weir.node.tally.ClusterNumbers;
import dev.weir.node.tally.NodeNumbers;
import dev.weir.wccp.cache.CacheSnapshot;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// `/v1/overview`: the cluster at a look, as this node knows it.
public final class OverviewPage {
  private OverviewPage() {}

  /// What is known at one moment.
  ///
  /// @param groups the service groups of this node
  /// @param owners whose each bucket is, by the table in force
  /// @param dead nodes that are known to be dead
  public record Known(
      Instant now,
      IdentityConfig node,
      Readiness.View ready,
      GridView grid,
      List<CacheSnapshot> groups,
      List<Optional<InetAddress>> owners,
      Collection<Inet4Address> dead,
      ClusterNumbers numbers) {}

  /// The page of that moment.
  public static Map<String, @Nullable Object> of(Known known) {
    var page = new LinkedHashMap<String, @Nullable Object>();
    page.put("at", known.now);
    page.put("node", Map.of("name", known.node.name(), "address", text(known.node.address())));
    page.put("ready", known.ready);
    page.put("grid", known.grid.state().name().toLowerCase(Locale.ROOT));
    page.put("cluster", cluster(known.numbers.nodes().values()));
    page.put("nodes", addresses(known).stream().map(it -> node(it, known)).toList());
    page.put("buckets", buckets(known));
    page.put("views", ViewTable.of(known));
    page.put("hosts", known.numbers.hosts());
    return page;
  }

  /// Every node that somebody knows of, in the order of addresses.
  static Set<InetAddress> addresses(Known known) {
    var nodes =
        new TreeSet<>(Comparator.comparing(InetAddress::hashCode, Integer::compareUnsigned));
    nodes.add(known.node.address());
    known.grid.members().forEach(member -> nodes.add(member.address()));
    known.groups.forEach(group -> group.routers().forEach(it -> nodes.addAll(it.caches())));
    nodes.addAll(known.numbers.nodes().keySet());
    nodes.addAll(known.dead);
    return nodes;
  }

  /// Sums over all nodes that have told of themselves. Of the times the longest is shown: what the
  /// clients of the slowest node see.
  private static Map<String, @Nullable Object> cluster(Collection<ClusterNumbers.Told> all) {
    var nodes = all.stream().map(ClusterNumbers.Told::numbers).toList();
    var lately = nodes.stream().map(NodeNumbers::lately).toList();
    long requests = lately.stream().mapToLong(NodeNumbers.Lately::requests).sum();
    long hits = lately.stream().mapToLong(NodeNumbers.Lately::hits).sum();
    long toClients = nodes.stream().mapToLong(NodeNumbers::toClients).sum();
    long fromOrigins = nodes.stream().mapToLong(NodeNumbers::fromOrigins).sum();
    long milliRequests = lately.stream().mapToLong(NodeNumbers.Lately::milliRequests).sum();
    long micros = lately.stream().mapToLong(NodeNumbers.Lately::within95Micros).max().orElse(0);
    var page = new LinkedHashMap<String, @Nullable Object>();
    page.put("nodes", nodes.size());
    page.put("savedBytes", Math.max(0, toClients - fromOrigins));
    page.put("clientBytes", toClients);
    page.put("hitRatio", requests == 0 ? null : (double) hits / requests);
    page.put("requestsPerSecond", milliRequests / 1000.0);
    page.put("p95Millis", micros == 0 ? null : micros / 1000.0);
    return page;
  }

  private static Map<String, @Nullable Object> node(InetAddress address, Known known) {
    Optional<GridMember> member =
        known.grid.members().stream().filter(it -> it.address().equals(address)).findFirst();
    boolean self = known.node.address().equals(address);
    boolean dead = known.dead.stream().anyMatch(address::equals);
    Optional<ClusterNumbers.Told> told =
        known.numbers.nodes().entrySet().stream()
            .filter(it -> it.getKey().equals(address))
            .map(Map.Entry::getValue)
            .findFirst();
    var page = new LinkedHashMap<String, @Nullable Object>();
    page.put("address", text(address));
    page.put("name", self ? known.node.name() : member.map(GridMember::name).orElse(null));
    page.put("self", self);
    page.put("state", dead ? "dead" : self ? "here" : state(member.isPresent(), told.isPresent()));
    page.put(
        "buckets",
        known.owners.stream().filter(it -> it.filter(address::equals).isPresent()).count());
    page.put(
        "secondsAgo",
        told.map(it -> Math.max(0, Duration.between(it.at(), known.now).toSeconds())).orElse(null));
    page.put("numbers", told.map(it -> cluster(List.of(it))).orElse(null));
    return page;
  }

  private static String state(boolean member, boolean heard) {
    return member ? "member" : heard ? "leaving" : "unknown";
  }

  private static Map<String, @Nullable Object> buckets(Known known) {
    var page = new LinkedHashMap<String, @Nullable Object>();
    page.put(
        "table",
        known.owners.stream()
            .<@Nullable String>map(owner -> owner.map(OverviewPage::text).orElse(null))
            .toList());
    page.put("load", load(known.numbers.nodes().values()));
    var moved = new ArrayList<Map<String, @Nullable Object>>();
    List<Optional<BucketMoves.Move>> moves = known.numbers.moves();
    for (int bucket = 0; bucket < moves.size(); bucket++) {
      int number = bucket;
      moves.get(bucket).ifPresent(it -> moved.add(move(number, it)));
    }
    page.put("moved", moved);
    return page;
  }

  /// Requests of the last minute, of clients of all nodes.
  private static List<Integer> load(Collection<ClusterNumbers.Told> all) {
    var load = new int[256];
    for (ClusterNumbers.Told told : all) {
      for (int bucket = 0; bucket < load.length; bucket++) {
        load[bucket] += told.numbers().load().get(bucket);
      }
    }
    return java.util.Arrays.stream(load).boxed().toList();
  }

  private static Map<String, @Nullable Object> move(int bucket, BucketMoves.Move move) {
    var page = new LinkedHashMap<String, @Nullable Object>();
    page.put("bucket", bucket);
    page.put("at", move.at());
    page.put("from", move.from().map(OverviewPage::text).orElse(null));
    page.put("to", move.to().map(OverviewPage::text).orElse(null));
    return page;
  }

  static String text(InetAddress address) {
    return address.getHostAddress();
  }
}
