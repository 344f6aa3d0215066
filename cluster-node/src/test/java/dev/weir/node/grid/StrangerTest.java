package dev.weir.node.grid;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.replicatedmap.ReplicatedMap;
import dev.weir.node.Soon;
import dev.weir.node.config.value.Secret;
import dev.weir.node.grid.seal.Purpose;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A foreign Hazelcast member that knows address, port and name of the cluster: a node with a rule
/// and a table on one side, he on the other.
@Timeout(120)
final class StrangerTest {
  private static final SharedRule RULE = new SharedRule("to 203.0.113.0/24", 0, "why");

  private final EventLog log = new EventLog("test", () -> Instant.EPOCH);
  private final Telemetry telemetry = new Telemetry();
  private final int port = Loopback.freePort();
  private final int other = Loopback.freePort();
  private final PublishedTable table = RecordCodecTest.table(2, 7);
  private final Grid grid;
  private HazelcastInstance stranger;

  /// A class whose reading has a side effect, as in an attack by deserialisation.
  private static final class Gadget implements Serializable {
    private static final long serialVersionUID = 1;
    private static final AtomicBoolean READ = new AtomicBoolean();

    @SuppressWarnings("unused") // called by Java serialisation
    private void readObject(ObjectInputStream in) {
      READ.set(true);
    }
  }

  StrangerTest() throws IOException {
    grid =
        Grid.start(
            Loopback.settings("cache-1", port, other), log, InstantSource.system(), view -> {});
    grid.measure(telemetry);
    grid.publish(table);
    grid.share(RULE, Duration.ZERO);
    Soon.holds(() -> grid.members().size() == 1); // else they found two clusters that merge later
    stranger = join("");
  }

  /// Joins as somebody who shows the given identity.
  private HazelcastInstance join(String identity) throws IOException {
    GridSettings settings =
        Loopback.settings(
            "cache-2", other, port, Secret.of("another-secret-of-thirty-two-letters"));
    return Hazelcast.newHazelcastInstance(settings.hazelcast(identity));
  }

  @BeforeEach
  void bothAreThere() {
    Soon.holds(() -> stranger.getCluster().getMembers().size() == 2);
    Soon.holds(this::stateHolds);
    Soon.holds(() -> map(Purpose.RULE).size() == 1 && map(Purpose.TABLE).size() == 1);
  }

  @AfterEach
  void end() {
    stranger.getLifecycleService().terminate();
    grid.close();
  }

  @Test
  @DisplayName("SEC-K1 a member that proves nothing is said, counted, and no node of the cluster")
  void joins() throws Exception {
    Soon.holds(() -> metric("weir_grid_strangers") == 1);
    assertThat(grid.members()).extracting(GridMember::name).containsExactly("cache-1");
    assertThat(events()).contains("grid-stranger").doesNotContain("member-joined");

    // Nor with a copy of the node's own identity, nor with one that it has signed itself.
    String copied =
        stranger.getCluster().getMembers().stream()
            .filter(member -> !member.localMember())
            .map(member -> member.getAttribute(Identity.ATTRIBUTE))
            .findFirst()
            .orElseThrow();
    var forged = new Identity("cache-2", UUID.randomUUID());
    for (String identity :
        List.of(
            copied,
            forged.attribute(
                Loopback.settings("cache-2", other, port, Secret.of("x".repeat(32))).seal(),
                Loopback.address(1),
                other))) {
      stranger.getLifecycleService().terminate();
      Soon.holds(() -> metric("weir_grid_strangers") == 0);
      stranger = join(identity);
      Soon.holds(() -> metric("weir_grid_strangers") == 1);
      assertThat(grid.members()).hasSize(1);
    }
  }

  @Test
  @DisplayName("SEC-K3 what he writes is counted and removed, also under the node's own keys")
  void writesAndSquats() {
    byte[] unsigned = RuleCodec.encode(new SharedRule("from 0.0.0.0/0", 0, "mine"));
    map(Purpose.RULE).put("from 0.0.0.0/0", unsigned);
    map(Purpose.RULE).put(RULE.target(), unsigned);
    map(Purpose.TABLE).put("ownership", RecordCodec.encode(RecordCodecTest.table(1, 99)));
    map(Purpose.RULE).put("copied", map(Purpose.TABLE).get("ownership"));
    map(Purpose.PURGE).put(7, "not octets");

    Soon.holds(() -> metric("weir_grid_records_refused_total{reason=\"length\"}") > 0);
    Soon.holds(() -> metric("weir_grid_records_refused_total{reason=\"not_octets\"}") > 0);
    Soon.holds(() -> map(Purpose.RULE).size() == 1 && map(Purpose.PURGE).isEmpty());
    Soon.holds(() -> map(Purpose.RULE).get(RULE.target()) instanceof byte[] put && put.length > 60);
    assertThat(stateHolds()).isTrue();
    assertThat(events()).contains("grid-record-refused");
  }

  @Test
  @DisplayName("SEC-K3 a genuine record under another key or of another purpose is forged")
  void movesRecords() {
    Object genuine = map(Purpose.RULE).get(RULE.target());
    map(Purpose.RULE).put("to 198.51.100.0/24", genuine);
    map(Purpose.PURGE).put(RULE.target(), genuine);

    Soon.holds(() -> metric("weir_grid_records_refused_total{reason=\"forged\"}") >= 2);
    Soon.holds(() -> map(Purpose.RULE).size() == 1 && map(Purpose.PURGE).isEmpty());
    assertThat(stateHolds()).isTrue();
  }

  @Test
  @DisplayName("what he removes, clears or destroys is put back, and was never gone on the node")
  void removes() {
    map(Purpose.RULE).remove(RULE.target());
    Soon.holds(() -> map(Purpose.RULE).containsKey(RULE.target()));
    map(Purpose.TABLE).clear();
    Soon.holds(() -> map(Purpose.TABLE).containsKey("ownership"));
    map(Purpose.RULE).destroy();
    Soon.holds(() -> map(Purpose.RULE).containsKey(RULE.target()));
    assertThat(stateHolds()).isTrue();
  }

  @Test
  @DisplayName("an older value that he has kept is refused when he shows it again")
  void replays() {
    byte[] old = octets(Purpose.RULE, RULE.target());
    grid.unshare(RULE.target());
    Soon.holds(() -> grid.view().rules().isEmpty());

    map(Purpose.RULE).put(RULE.target(), old);
    Soon.holds(() -> metric("weir_grid_records_refused_total{reason=\"replayed\"}") > 0);
    assertThat(grid.view().rules()).isEmpty();
    map(Purpose.RULE).clear();
    map(Purpose.RULE).put(RULE.target(), old);
    Soon.holds(() ->
        map(Purpose.RULE).get(RULE.target()) instanceof byte[] there && there.length < old.length);
    assertThat(grid.view().rules()).isEmpty();
  }

  @Test
  @DisplayName(
      "SEC-K2 an object in a map, as value or as key, is refused, and its class never runs")
  void gadget() {
    map(Purpose.TABLE).put("ownership", new Gadget());
    Soon.holds(() -> metric("weir_grid_records_refused_total{reason=\"not_octets\"}") > 0);
    Soon.holds(() -> readsOctets("ownership"));
    map(Purpose.RULE).put(new Gadget(), "x".getBytes(StandardCharsets.UTF_8));
    Soon.holds(() -> map(Purpose.RULE).size() == 1 && map(Purpose.RULE).containsKey(RULE.target()));

    assertThat(stateHolds()).isTrue();
    assertThat(events()).doesNotContain("grid-broken");
    assertThat(Gadget.READ).isFalse();
  }

  @Test
  @DisplayName("when he shuts the whole cluster down, the node joins again with all it knew")
  void shutsDown() {
    Soon.holds(this::shutDown);
    Soon.holds(() -> grid.view().state() == GridState.FAILED);
    Soon.holds(() -> grid.view().state() == GridState.JOINED);
    assertThat(stateHolds()).isTrue();
  }

  /// Not while partitions still migrate.
  private boolean shutDown() {
    try {
      stranger.getCluster().shutdown();
      return true;
    } catch (IllegalStateException migrating) {
      return false;
    }
  }

  private byte[] octets(Purpose purpose, String key) {
    return ((byte[]) Objects.requireNonNull(map(purpose).get(key))).clone();
  }

  /// He cannot read his own gadget either: both run in one process.
  private boolean readsOctets(String key) {
    try {
      return map(Purpose.TABLE).get(key) instanceof byte[];
    } catch (HazelcastSerializationException e) {
      return false;
    }
  }

  private boolean stateHolds() {
    return grid.view().published().equals(Optional.of(table))
        && grid.view().rules().equals(List.of(RULE));
  }

  private ReplicatedMap<Object, Object> map(Purpose purpose) {
    return stranger.getReplicatedMap(SignedMap.name(purpose));
  }

  private List<String> events() {
    return log.since(1).stream().map(EventLog.Entry::name).toList();
  }

  private double metric(String name) {
    return telemetry
        .scrape()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .sum();
  }
}
