package dev.weir.node.page.overview;

import dev.weir.node.config.value.Ipv4;
import dev.weir.node.grid.GridMember;
import dev.weir.node.grid.GridState;
import dev.weir.node.grid.GridView;
import dev.weir.node.tally.BucketMoves;
import dev.weir.node.tally.ClusterNumbers;
import dev.weir.node.tally.NodeNumbers;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.Agreement;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/// What three nodes and two routers know, as far as the page shows it; one of the nodes may die,
/// and one router may lose sight of another. For any thread.
final class ThreeNodes {
  static final List<Inet4Address> NODES =
      List.of(Ipv4.parse("192.0.2.11"), Ipv4.parse("192.0.2.12"), Ipv4.parse("192.0.2.13"));
  static final List<Inet4Address> ROUTERS =
      List.of(Ipv4.parse("192.0.2.1"), Ipv4.parse("192.0.2.2"));

  private static final int BUCKETS = 256;

  private boolean dead;
  private boolean unseen;
  private long requests = 1_204_311;
  private List<Optional<BucketMoves.Move>> moves = Collections.nCopies(BUCKETS, Optional.empty());

  /// The third node dies: routers drop it, its buckets go to the others, some at the same moment.
  synchronized void die(Instant at) {
    List<Optional<InetAddress>> before = owners();
    dead = true;
    List<Optional<InetAddress>> after = owners();
    var moved = new ArrayList<>(moves);
    for (int i = 0; i < BUCKETS; i++) {
      if (!before.get(i).equals(after.get(i))) {
        moved.set(i, Optional.of(new BucketMoves.Move(at, before.get(i), after.get(i))));
      }
    }
    moves = moved;
  }

  /// The second router does not list the second node any more.
  synchronized void loseSight() {
    unseen = true;
  }

  /// Clients ask.
  synchronized void work(long more) {
    requests += more;
  }

  synchronized Set<Inet4Address> dead() {
    return dead ? Set.of(NODES.getLast()) : Set.of();
  }

  private List<Inet4Address> alive() {
    return dead ? NODES.subList(0, 2) : NODES;
  }

  synchronized List<Optional<InetAddress>> owners() {
    return table().owners();
  }

  private HashAssignment table() {
    var shares = new LinkedHashMap<InetAddress, BucketSet>();
    for (int node = 0; node < alive().size(); node++) {
      int which = node;
      shares.put(
          alive().get(node),
          BucketSet.of(IntStream.range(0, BUCKETS).filter(bucket -> ownerOf(bucket) == which)));
    }
    return HashAssignment.ofShares(shares);
  }

  private int ownerOf(int bucket) {
    int owner = bucket * 3 / BUCKETS;
    return dead && owner == 2 ? bucket % 2 : owner;
  }

  synchronized GridView grid(Inet4Address self) {
    return new GridView(
        GridState.JOINED,
        alive().stream()
            .map(it ->
                new GridMember(
                    it,
                    name(it),
                    UUID.nameUUIDFromBytes(name(it).getBytes(StandardCharsets.UTF_8)),
                    it.equals(self)))
            .toList(),
        Optional.empty(),
        List.of());
  }

  static String name(Inet4Address node) {
    return "cache-" + (NODES.indexOf(node) + 1);
  }

  synchronized CacheSnapshot group() {
    var key = Optional.of(new AssignmentKey(NODES.getFirst(), dead ? 2 : 1));
    return new CacheSnapshot(
        ServiceGroup.WEB_CACHE.standardService(),
        Optional.of(NODES.getFirst()),
        ROUTERS.stream().map(it -> router(it, key)).toList(),
        key,
        table(),
        List.of());
  }

  private CacheSnapshot.Router router(Inet4Address router, Optional<AssignmentKey> key) {
    return new CacheSnapshot.Router(
        router,
        Optional.of(router),
        "assigned",
        "2.00",
        ReceiveId.NONE,
        1,
        key,
        Agreement.DEFAULT,
        alive().stream()
            .filter(it -> lists(router, it))
            .map(it -> CacheIdentity.hash(it, false, BucketSet.EMPTY, 100, 0))
            .toList());
  }

  private boolean lists(Inet4Address router, Inet4Address node) {
    return !(unseen && router.equals(ROUTERS.getLast()) && node.equals(NODES.get(1)));
  }

  synchronized ClusterNumbers numbers(Instant now) {
    var told = new HashMap<Inet4Address, ClusterNumbers.Told>();
    for (Inet4Address node : alive()) {
      told.put(node, new ClusterNumbers.Told(numbers(node), now.minusSeconds(1)));
    }
    return new ClusterNumbers(told, moves, hosts());
  }

  private NodeNumbers numbers(Inet4Address node) {
    int place = NODES.indexOf(node);
    long mine = requests / (2 + place);
    var load =
        IntStream.range(0, BUCKETS)
            .mapToObj(i -> ownerOf(i) == place ? (i * 37 + place * 11) % 90 : 0)
            .toList();
    Map<Inet4Address, Boolean> routers = new HashMap<>();
    ROUTERS.forEach(it -> routers.put(it, true));
    return new NodeNumbers(
        mine,
        mine * 7 / 10,
        mine * 41_000,
        mine * 12_000,
        new NodeNumbers.Lately(
            71_400L - 9_000L * place, 4_284, 3_100 - 200L * place, 3_900 + 2_600L * place),
        load,
        routers);
  }

  private List<ClusterNumbers.Host> hosts() {
    return List.of(
        new ClusterNumbers.Host("www.example.com", requests / 4, 8_911_000_000L),
        new ClusterNumbers.Host("images.example.net", requests / 9, 41_230_000_000L),
        new ClusterNumbers.Host("news.example.org", requests / 21, 702_000_000L));
  }
}
