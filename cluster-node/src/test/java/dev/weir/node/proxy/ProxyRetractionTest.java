package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.ownership.Owner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ProxyRetractionTest {
  private static final String KEPT = "Cache-Control: max-age=60";

  private OriginRecorder origin;
  private ClusterUnderTest cluster;
  private ClusterUnderTest.Member ingress;
  private ClusterUnderTest.Member owner;

  @BeforeEach
  void start() throws Exception {
    origin = new OriginRecorder();
    cluster = new ClusterUnderTest(origin.address());
    ingress = cluster.join("127.0.0.2");
    owner = cluster.join("127.0.0.3");
    cluster.owner.set(new Owner.Peer(owner.address));
    origin.answering("/a", OriginRecorder.ok("body", KEPT));
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
    origin.close();
  }

  @Test
  @DisplayName(
      "what an unsafe request has changed is dropped by all, also by who takes itself for the owner"
          + " by another table")
  void everybody() throws Exception {
    var third = cluster.join("127.0.0.4");
    third.asks.set(() -> Owner.Here.alone(9));
    third.epoch.set(9);
    ingress.slow = true; // hears nothing of that table
    try (var one = ingress.client();
        var other = third.client()) {
      one.get("/a", cluster.host());
      other.get("/a", cluster.host());
      assertThat(owner.store.count() + third.store.count()).isEqualTo(2);

      one.ask("POST", "/a", cluster.host(), "Content-Length: 0");
      assertThat(owner.store.count()).isZero();
      assertThat(third.store.count()).isZero();
    }
    assertThat(third.doubts).hasValue(0);
  }

  @Test
  @DisplayName(
      "a client does not wait for a node that is gone; that is told to doubt when it is back")
  void gone() throws Exception {
    try (var client = ingress.client();
        var own = owner.client()) {
      own.get("/a", cluster.host());
      owner.beDeaf();
      assertThat(client.ask("POST", "/a", cluster.host(), "Content-Length: 0").status())
          .isEqualTo(200);
    }
    assertThat(owner.store.count()).isEqualTo(1);

    owner.listenAgain();
    owner.awaitDoubt();
  }
}
