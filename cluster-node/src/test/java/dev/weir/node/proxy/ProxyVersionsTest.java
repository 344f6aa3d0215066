package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.ownership.Owner;
import dev.weir.node.peer.PeerProtocol;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A cluster that is upgraded node by node: some speak the protocol's version, some the one before.
@Timeout(30)
final class ProxyVersionsTest {
  private static final String KEPT = "Cache-Control: max-age=60";
  private static final String ADDRESS = "127.0.0.5";
  private static final int BEFORE = PeerProtocol.VERSION - 1;

  @RegisterExtension private final ScenePair scene = new ScenePair();
  private final OriginRecorder origin = scene.origin;
  private final ClusterUnderTest cluster = scene.cluster;
  private final ClusterUnderTest.Member ingress = scene.ingress;

  @Test
  @DisplayName("what an unsafe request has changed is dropped by nodes of either version")
  void retracts() throws Exception {
    var older = cluster.join(ADDRESS, BEFORE);
    cluster.owner.set(new Owner.Peer(older.address));
    origin.answering("/a", OriginRecorder.ok("body", KEPT));

    try (var client = ingress.client()) {
      client.get("/a", cluster.host());
      assertThat(older.store.count()).isEqualTo(1);
      client.ask("POST", "/a", cluster.host(), "Content-Length: 0");
      assertThat(older.store.count()).isZero();
    }
    assertThat(ingress.asked("invalidate", "ok")).isEqualTo(2); // the other new node, too
    assertThat(older.doubts).hasValue(0);
  }

  @Test
  @DisplayName("a node of the version before that lags behind an epoch is relayed, and catches up")
  void fenced() throws Exception {
    var older = cluster.join(ADDRESS, BEFORE);
    origin.answering("/a", OriginRecorder.ok("body", KEPT));
    scene.owner.epoch.set(8);

    try (var client = older.client()) {
      assertThat(client.get("/a", cluster.host()).field("Cache-Status"))
          .startsWith("weir-at-127.0.0.3; fwd=uri-miss");
    }
    assertThat(older.epoch).hasValue(8);
    assertThat(older.asked("relay", "ok")).isEqualTo(1);
    assertThat(scene.owner.store.count()).isEqualTo(1);
    assertThat(older.store.count()).isZero();
  }

  @Test
  @DisplayName("a directory of the version before is not asked for homes; upgraded, it is")
  void upgraded() throws Exception {
    var answers = new LinkedBlockingQueue<Optional<byte[]>>();
    var neighbours = ingress.proxy.peers().orElseThrow();
    byte[] where = "where".getBytes(StandardCharsets.US_ASCII);
    var older = cluster.join(ADDRESS, BEFORE);
    neighbours.ask(older.address, where, answers::add);
    assertThat(answers.take()).isEmpty();
    neighbours.ask(older.address, where, answers::add);
    assertThat(answers.take()).isEmpty();
    assertThat(ingress.asked("home", "version")).isEqualTo(2);
    assertThat(older.metric("weir_peer_refused_total{reason=\"version\"}"))
        .as("it was asked once, and said its version")
        .isEqualTo(1);

    older.close();
    cluster.members.remove(older);
    var newer = cluster.join(ADDRESS);
    cluster.owner.set(new Owner.Peer(newer.address));
    origin.answering("/a", OriginRecorder.ok("body", KEPT));
    try (var client = ingress.client()) {
      while (newer.store.count() == 0) { // a connection of before ends first
        assertThat(client.get("/a", cluster.host()).body()).isEqualTo("body");
      }
    }
    neighbours.ask(newer.address, where, answers::add);
    assertThat(answers.take())
        .hasValueSatisfying(it -> assertThat(it).asString().isEqualTo("127.0.0.2 where"));

    cluster.owner.set(new Owner.Here(2, List.of(newer.address), List.of()));
    try (var client = ingress.client()) {
      assertThat(client.get("/a", cluster.host()).body()).isEqualTo("body");
    }
    assertThat(ingress.asked("hand-over", "ok")).isEqualTo(1);
    assertThat(newer.store.count()).as("it drops what it gives").isZero();
  }
}
