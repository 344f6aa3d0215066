package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.ownership.Owner;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A bucket that goes from hand to hand, faster than its content.
final class ProxyHandOverTest {
  private OriginRecorder origin;
  private ClusterUnderTest cluster;
  private ClusterUnderTest.Member first;
  private ClusterUnderTest.Member second;
  private ClusterUnderTest.Member third;

  @BeforeEach
  void start() throws Exception {
    origin = new OriginRecorder();
    origin.answering("/a", OriginRecorder.ok("body", "Cache-Control: max-age=60"));
    cluster = new ClusterUnderTest(origin.address());
    first = cluster.join("127.0.0.2");
    second = cluster.join("127.0.0.3");
    third = cluster.join("127.0.0.4");
    cluster.owner.set(new Owner.Peer(first.address));
    try (var client = first.client()) {
      assertThat(client.get("/a", cluster.host()).body()).isEqualTo("body");
    }
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
    origin.close();
  }

  @Test
  @DisplayName("ADR-0039 who had nothing is not the last one asked: the one before it still has it")
  void chain() throws Exception {
    cluster.owner.set(new Owner.Peer(third.address));
    third.asks.set(() -> new Owner.Here(3, List.of(second.address, first.address), List.of()));

    try (var client = third.client()) {
      assertThat(client.get("/a", cluster.host()).body()).isEqualTo("body");
    }
    assertThat(origin.countOf("/a")).isEqualTo(1);
    assertThat(first.store.count()).isZero();
    assertThat(third.store.count()).isEqualTo(1);
  }

  @Test
  @DisplayName("a request that another node relays is answered from who had the key before, too")
  void relayed() throws Exception {
    cluster.owner.set(new Owner.Peer(second.address));
    second.asks.set(() -> new Owner.Here(3, List.of(first.address), List.of()));

    try (var client = third.client()) {
      assertThat(client.get("/a", cluster.host()).body()).isEqualTo("body");
    }
    assertThat(origin.countOf("/a")).isEqualTo(1);
    assertThat(second.store.count()).isEqualTo(1);
    assertThat(third.store.count()).isZero();
  }

  @Test
  @DisplayName("a request that the former owner relays is answered from what that one still has")
  void relayedByFormer() throws Exception {
    cluster.owner.set(new Owner.Peer(second.address));
    second.asks.set(() -> new Owner.Here(3, List.of(first.address), List.of()));

    try (var client = first.client()) {
      var answer = client.get("/a", cluster.host());

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("body");
    }
    assertThat(origin.countOf("/a")).isEqualTo(1);
    assertThat(first.store.count()).isZero();
    assertThat(second.store.count()).isEqualTo(1);
  }

  @Test
  @DisplayName("who gets a key back serves what it has of before, when nobody has anything newer")
  void back() throws Exception {
    cluster.owner.set(new Owner.Peer(first.address));
    first.asks.set(() -> new Owner.Here(3, List.of(second.address), List.of(1L)));

    try (var client = first.client()) {
      assertThat(client.get("/a", cluster.host()).body()).isEqualTo("body");
      assertThat(first.asked("hand-over", "absent")).isEqualTo(1);
      assertThat(client.get("/a", cluster.host()).body()).isEqualTo("body");
    }
    assertThat(first.asked("hand-over", "absent")).as("asked once").isEqualTo(1);
    assertThat(origin.countOf("/a")).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "what is at home here by memory alone is served, here and for others; no more is kept")
  void remembered() throws Exception {
    origin.answering("/b", OriginRecorder.ok("new", "Cache-Control: max-age=60"));
    first.asks.set(() -> new Owner.Remembered(Owner.Here.alone(1)));

    try (var own = first.client();
        var others = second.client()) {
      assertThat(own.get("/a", cluster.host()).body()).isEqualTo("body");
      assertThat(others.get("/a", cluster.host()).body()).isEqualTo("body");
      assertThat(own.get("/b", cluster.host()).body()).isEqualTo("new");
      assertThat(others.get("/b", cluster.host()).body()).isEqualTo("new");
    }
    assertThat(origin.countOf("/a")).isEqualTo(1);
    assertThat(origin.countOf("/b")).isEqualTo(2);
    assertThat(first.store.count()).isEqualTo(1);
  }

  @Test
  @DisplayName("but asks the origin when one of them does not answer, or its tenure is too old")
  void backUnheard() throws Exception {
    cluster.owner.set(new Owner.Peer(first.address));
    first.asks.set(() -> new Owner.Here(3, List.of(second.address), List.of(2L)));
    try (var client = first.client()) {
      client.get("/a", cluster.host());
      assertThat(origin.countOf("/a")).isEqualTo(2);

      second.beDeaf();
      first.asks.set(() -> new Owner.Here(4, List.of(second.address), List.of(3L)));
      client.get("/a", cluster.host());
    }
    assertThat(origin.countOf("/a")).isEqualTo(3);
  }

  @Test
  @DisplayName(
      "ADR-0039 who lives and does not answer may have a copy: there will be no second one")
  void hidden() throws Exception {
    cluster.owner.set(new Owner.Peer(second.address));
    second.asks.set(() -> new Owner.Here(3, List.of(first.address), List.of()));
    first.beDeaf();
    try (var client = second.client()) {
      assertThat(client.get("/a", cluster.host()).body()).isEqualTo("body");
    }
    assertThat(second.store.count()).isZero();

    second.gone.add(first.address);
    try (var client = second.client()) {
      assertThat(client.get("/a", cluster.host()).body()).isEqualTo("body");
    }
    assertThat(second.store.count()).as("who is dead has none").isEqualTo(1);
  }
}
