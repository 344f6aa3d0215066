package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.ownership.Owner;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Connections that are there before they are needed.
@Timeout(60)
final class ProxyWarmLinkTest {
  private static final String OUT = "weir_peer_connections{direction=\"out\"}";
  private static final String IN = "weir_peer_connections{direction=\"in\"}";
  private static final int LOOPS = 2;

  private OriginRecorder origin;
  private ClusterUnderTest cluster;
  private ClusterUnderTest.Member ingress;

  @BeforeEach
  void start() throws Exception {
    origin = new OriginRecorder();
    cluster = new ClusterUnderTest(origin.address());
    ingress = cluster.join("127.0.0.2");
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
    origin.close();
  }

  @Test
  @DisplayName("each loop has a connection to a node that it will ask, and asks by that")
  void before() throws Exception {
    var owner = cluster.join("127.0.0.3");
    cluster.owner.set(new Owner.Peer(owner.address));
    origin.answering("/a", OriginRecorder.ok("body", "Cache-Control: max-age=60"));

    ingress.proxy.peers().orElseThrow().expect(Set.of(owner.address));
    owner.await(IN, LOOPS);
    for (int i = 0; i < 2 * LOOPS; i++) {
      try (var client = ingress.client()) {
        assertThat(client.get("/a", cluster.host()).body()).isEqualTo("body");
      }
    }

    assertThat(ingress.asked("relay", "ok")).isEqualTo(2 * LOOPS);
    assertThat(ingress.metric(OUT)).isEqualTo(LOOPS);
  }

  @Test
  @DisplayName("a node that does not listen yet is tried until it does; one not expected is not")
  void later() throws Exception {
    var expected = ClusterUnderTest.ip("127.0.0.3");
    ingress.proxy.peers().orElseThrow().expect(Set.of(expected));

    var other = cluster.join("127.0.0.4");
    var owner = cluster.join("127.0.0.3");
    owner.await(IN, LOOPS);

    assertThat(other.metric(IN)).isZero();
  }

  @Test
  @DisplayName("a connection that ends is followed by another")
  void again() throws Exception {
    var expected = ClusterUnderTest.ip("127.0.0.3");
    try (var first = cluster.join("127.0.0.3")) {
      cluster.members.remove(first);
      ingress.proxy.peers().orElseThrow().expect(Set.of(expected));
      first.await(IN, LOOPS);
    }

    cluster.join("127.0.0.3").await(IN, LOOPS);
  }
}
