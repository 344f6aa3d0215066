package dev.weir.node.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.gre.Ipv4Octets;
import dev.weir.gre.RedirectHeader;
import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.Placement;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.Agreement;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Whose packets strays are")
final class PredecessorsTest {
  private static final Inet4Address US = Inet4Address.ofLiteral("192.0.2.11");
  private static final Inet4Address A = Inet4Address.ofLiteral("192.0.2.12");
  private static final Inet4Address B = Inet4Address.ofLiteral("192.0.2.13");
  private static final Inet4Address FOREIGN = Inet4Address.ofLiteral("192.0.2.99");
  private static final int ACK = 0x10;
  private static final int SYN = 0x02;

  private final Map<InetAddress, Integer> weights = new LinkedHashMap<>();
  private Predecessors known = Predecessors.NONE;

  @Test
  @DisplayName("a bucket that came to us is its last owner's, as long as that one has others")
  void joined() {
    listed(A, B);
    table(A, A, B);
    listed(US, A, B);
    table(US, A, B);

    assertThat(of(0)).isEqualTo(A);
    assertThat(of(3)).as("nobody's").isNull();
  }

  @Test
  @DisplayName("a bucket of another that comes to us is still that one's: the router knows more")
  void notToldYet() {
    listed(US, A, B);
    table(A, US, B);
    assertThat(of(0)).isEqualTo(A);
    assertThat(of(1)).as("always ours").isNull();
  }

  @Test
  @DisplayName("one that wants nothing any more still has its connections; one that has died none")
  void drainedOrDead() {
    listed(US, A);
    table(A, US);
    weights.put(A, 0);
    table(US, US);
    assertThat(of(0)).as("drained").isEqualTo(A);

    weights.put(A, 100);
    table(US, US);
    assertThat(of(0)).as("listed, and given nothing").isNull();

    weights.remove(A);
    table(US, US);
    assertThat(of(0)).as("gone").isNull();
  }

  @Test
  @DisplayName("of several owners it is the last that counts")
  void last() {
    listed(US, A, B);
    table(A, B, A);
    table(B, B, A);
    table(US, B, A);
    assertThat(of(0)).isEqualTo(B);
  }

  @Test
  @DisplayName("a table that routers have lost for a while is not forgotten")
  void lostTable() {
    listed(US, A);
    table(A, A);
    table();
    table(US, A);
    assertThat(of(0)).isEqualTo(A);
  }

  @Test
  @DisplayName("the beginning of a connection is nobody's, and nothing is a foreign cache's")
  void refused() {
    listed(US, A, FOREIGN);
    table(A, FOREIGN, A, FOREIGN);
    table(US, US, A, FOREIGN);
    assertThat(known.of(packet(0, SYN), 0, 40, word(0))).isEqualTo(Predecessors.NOBODY);
    assertThat(known.of(packet(0, ACK), 0, 30, word(0))).isEqualTo(Predecessors.NOBODY);
    assertThat(of(1)).isNull();
    assertThat(of(3)).isNull();
    int other = RedirectHeader.primary(true, 90, 0).toWord();
    assertThat(known.of(packet(0, ACK), 0, 40, other)).isEqualTo(Predecessors.NOBODY);
  }

  @Test
  @DisplayName("§5.1 without a header that names a bucket it is the destination's")
  void byDestination() {
    listed(US, A, B);
    int slot = Placement.slot(7);
    var owners = new Inet4Address[256];
    java.util.Arrays.fill(owners, B);
    owners[slot] = A;
    owners[slot + 1] = A;
    table(owners);
    owners[slot] = US;
    table(owners);
    assertThat(known.of(packet(7, ACK), 0, 40, 0)).isEqualTo(Ipv4Octets.toInt(A));
  }

  private void listed(Inet4Address... caches) {
    weights.clear();
    for (var cache : caches) {
      weights.put(cache, 100);
    }
  }

  /// The owners of the first buckets.
  private void table(Inet4Address... owners) {
    var shares = new LinkedHashMap<InetAddress, List<Integer>>();
    for (int i = 0; i < owners.length; i++) {
      shares.computeIfAbsent(owners[i], _ -> new ArrayList<>()).add(i);
    }
    var sets = new LinkedHashMap<InetAddress, BucketSet>();
    shares.forEach((owner, buckets) ->
        sets.put(owner, BucketSet.of(buckets.stream().mapToInt(Integer::intValue))));
    known = known.after(group(HashAssignment.ofShares(sets)), US, List.of(US, A, B));
  }

  private @org.jspecify.annotations.Nullable Inet4Address of(int bucket) {
    int previous = known.of(packet(bucket, ACK), 0, 40, word(bucket));
    return previous == Predecessors.NOBODY ? null : Ipv4Octets.toAddress(previous);
  }

  private static int word(int bucket) {
    return RedirectHeader.primary(false, 0, bucket).toWord();
  }

  /// A packet whose destination falls to that bucket.
  private static ByteBuffer packet(int bucket, int flags) {
    var packet = ByteBuffer.allocate(40);
    packet.putInt(16, bucket);
    packet.put(33, (byte) flags);
    return packet;
  }

  private CacheSnapshot group(Assignment table) {
    InetAddress router = InetAddress.ofLiteral("192.0.2.1");
    var identities =
        weights.entrySet().stream()
            .map(it -> CacheIdentity.hash(it.getKey(), false, BucketSet.EMPTY, it.getValue(), 0))
            .toList();
    return new CacheSnapshot(
        ServiceGroup.WEB_CACHE.standardService(),
        Optional.empty(),
        List.of(
            new CacheSnapshot.Router(
                router,
                Optional.of(router),
                "assigned",
                "2.00",
                ReceiveId.NONE,
                1,
                Optional.empty(),
                Agreement.DEFAULT,
                identities)),
        Optional.empty(),
        table,
        List.of());
  }
}
