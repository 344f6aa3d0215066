package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.ownership.Owner;
import dev.weir.node.peer.PeerKind;
import dev.weir.node.peer.PeerProtocol;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Nodes that go by different epochs, or speak different versions.
@Timeout(30)
final class ProxyFenceTest {
  private static final String KEPT = "Cache-Control: max-age=60";

  @RegisterExtension private final ScenePair scene = new ScenePair();
  private final OriginRecorder origin = scene.origin;
  private final ClusterUnderTest cluster = scene.cluster;
  private final ClusterUnderTest.Member ingress = scene.ingress;
  private final ClusterUnderTest.Member owner = scene.owner;

  @Test
  @DisplayName(
      "a node behind the owner's epoch catches up, asks whose the key is now, and asks once")
  void senderBehind() throws Exception {
    var third = cluster.join("127.0.0.4");
    origin.answering("/a", OriginRecorder.ok("body", KEPT));
    owner.epoch.set(8);
    third.epoch.set(8);
    owner.asks.set(() -> Owner.NOBODY);
    ingress.asks.set(() -> new Owner.Peer(ingress.epoch.get() < 8 ? owner.address : third.address));
    third.asks.set(() -> Owner.Here.alone(8));

    try (var client = ingress.client()) {
      var answer = client.get("/a", cluster.host());
      assertThat(answer.field("Cache-Status")).startsWith("weir-at-127.0.0.4; fwd=uri-miss");
    }
    assertThat(owner.metric("weir_peer_fenced_total")).isEqualTo(1);
    assertThat(ingress.asked("relay", "epoch")).isEqualTo(1);
    assertThat(ingress.asked("relay", "ok")).isEqualTo(1);
    assertThat(owner.store.count()).isZero();
    assertThat(third.store.count()).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "ADR-0056 who owns a key by its own table answers for it, whatever table the asking node goes"
          + " by")
  void ownerByItsOwn() throws Exception {
    origin
        .answering("/a", OriginRecorder.ok("body", KEPT))
        .answering("/b", OriginRecorder.ok("b", KEPT));
    owner.slow = true;

    try (var client = ingress.client()) {
      owner.epoch.set(8);
      assertThat(client.get("/a", cluster.host()).field("Cache-Status"))
          .startsWith("weir-at-127.0.0.3; fwd=uri-miss");
      assertThat(ingress.epoch).as("the answer says that there is a later table").hasValue(8);

      ingress.epoch.set(9);
      assertThat(client.get("/b", cluster.host()).field("Cache-Status"))
          .startsWith("weir-at-127.0.0.3; fwd=uri-miss");
    }
    assertThat(owner.store.count()).isEqualTo(2);
    assertThat(owner.metric("weir_peer_fenced_total")).isZero();
  }

  @Test
  @DisplayName(
      "an owner behind the asking node's epoch catches up first; if it cannot, and owned nothing"
          + " by the table before, it does not answer")
  void receiverBehind() throws Exception {
    origin
        .answering("/a", OriginRecorder.ok("body", KEPT))
        .answering("/b", OriginRecorder.ok("b", KEPT));
    ingress.epoch.set(8);

    try (var client = ingress.client()) {
      assertThat(client.get("/a", cluster.host()).field("Cache-Status"))
          .startsWith("weir-at-127.0.0.3; fwd=uri-miss");
      assertThat(owner.epoch).hasValue(8);

      ingress.epoch.set(9);
      owner.slow = true;
      owner.asks.set(() -> Owner.NOBODY);
      assertThat(client.get("/b", cluster.host()).field("Cache-Status"))
          .isEqualTo("weir-at-127.0.0.2; fwd=bypass; fwd-status=200");
    }
    assertThat(ingress.store.count()).isZero();
    assertThat(owner.store.count()).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "a question about homes is answered, by the asker's address; one that is none is not")
  void homes() throws Exception {
    var answers = new LinkedBlockingQueue<Optional<byte[]>>();
    var neighbours = ingress.proxy.peers().orElseThrow();

    neighbours.ask(owner.address, ascii("where"), answers::add);
    assertThat(answers.take())
        .hasValueSatisfying(it -> assertThat(it).asString().isEqualTo("127.0.0.2 where"));
    neighbours.ask(owner.address, ascii(""), answers::add);
    assertThat(answers.take()).isEmpty();
    neighbours.ask(owner.address, new byte[PeerProtocol.BODY_BYTES_MAX + 1], answers::add);
    assertThat(answers.take()).isEmpty();
    neighbours.ask(owner.address, PeerKind.INVALIDATE, ascii("nonsense"), answers::add);
    assertThat(answers.take()).isEmpty();
    assertThat(owner.metric("weir_peer_refused_total{reason=\"body\"}")).isEqualTo(1);
    assertThat(owner.metric("weir_peer_refused_total{reason=\"unanswered\"}")).isEqualTo(1);
    assertThat(ingress.asked("home", "ok")).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "ADR-0056 a question about homes by an earlier table is answered by the later one, and by an"
          + " earlier one it is not")
  void homesByAnotherTable() throws Exception {
    var answers = new LinkedBlockingQueue<Optional<byte[]>>();
    var neighbours = ingress.proxy.peers().orElseThrow();
    owner.slow = true;
    owner.epoch.set(8);
    neighbours.ask(owner.address, ascii("where"), answers::add);
    assertThat(answers.take()).isPresent();
    assertThat(owner.metric("weir_peer_fenced_total")).isZero();
    assertThat(ingress.epoch).hasValue(8);

    ingress.epoch.set(9);
    neighbours.ask(owner.address, ascii("where"), answers::add);
    assertThat(answers.take()).isEmpty();
    assertThat(ingress.asked("home", "epoch")).isEqualTo(1);
  }

  @Test
  @DisplayName("a node of the version before relays, and is asked nothing that it does not know")
  void versionBefore() throws Exception {
    var older = cluster.join("127.0.0.5", PeerProtocol.VERSION - 1);
    cluster.owner.set(new Owner.Peer(older.address));
    origin
        .answering("/a", OriginRecorder.ok("body", KEPT))
        .answering("/b", OriginRecorder.ok("b", KEPT));

    try (var client = ingress.client()) {
      assertThat(client.get("/a", cluster.host()).body()).isEqualTo("body");
      assertThat(client.get("/a", cluster.host()).body()).isEqualTo("body");
      assertThat(older.store.count()).isEqualTo(1);
      assertThat(older.metric("weir_peer_refused_total{reason=\"version\"}")).isEqualTo(1);

      cluster.owner.set(new Owner.Here(2, List.of(older.address), List.of()));
      assertThat(client.get("/b", cluster.host()).body()).isEqualTo("b");
    }
    assertThat(ingress.asked("relay", "ok")).isEqualTo(2);
    assertThat(ingress.asked("hand-over", "version")).isEqualTo(1);
    assertThat(origin.countOf("/a")).isEqualTo(1);
  }

  @Test
  @DisplayName("a node of the version before asks in that, and is answered in it")
  void versionBeforeAsks() throws Exception {
    var older = cluster.join("127.0.0.5", PeerProtocol.VERSION - 1);
    cluster.owner.set(new Owner.Peer(owner.address));
    origin.answering("/a", OriginRecorder.ok("body", KEPT));

    try (var client = older.client()) {
      assertThat(client.get("/a", cluster.host()).body()).isEqualTo("body");
      assertThat(client.get("/a", cluster.host()).body()).isEqualTo("body");
      assertThat(owner.store.count()).isEqualTo(1);
      client.ask("POST", "/a", cluster.host(), "Content-Length: 0");
      assertThat(owner.store.count()).isZero();

      cluster.owner.set(new Owner.Here(2, List.of(owner.address), List.of()));
      assertThat(client.get("/a", cluster.host()).body()).isEqualTo("body");
    }
    assertThat(older.asked("relay", "ok")).isEqualTo(2);
    assertThat(older.asked("hand-over", "version")).isEqualTo(1);
    assertThat(owner.metric("weir_peer_served_total{kind=\"relay\"}")).isEqualTo(2);
    assertThat(owner.metric("weir_peer_refused_total{reason=\"version\"}")).isZero();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
