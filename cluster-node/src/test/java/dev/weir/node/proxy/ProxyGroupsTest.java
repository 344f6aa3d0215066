package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.ownership.Owner;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// RFC 9875 HTTP Cache Groups, among nodes.
@Timeout(60)
final class ProxyGroupsTest {
  private static final String KEPT = "Cache-Control: max-age=60";
  private static final int LOOPS = 2;

  @Test
  @DisplayName("§3 the answer to an unsafe request ends a group of its origin at every node")
  void everywhere() throws Exception {
    try (var origin = new OriginRecorder();
        var cluster = new ClusterUnderTest(origin.address())) {
      origin
          .answering("/a", OriginRecorder.ok("body", KEPT, "Cache-Groups: \"news\", \"x\""))
          .answering("/b", OriginRecorder.ok("body", KEPT, "Cache-Groups: \"x\""))
          .answering("/c", OriginRecorder.ok("", "Cache-Group-Invalidation: \"news\""));
      var asked = cluster.join("127.0.0.2");
      var owner = cluster.join("127.0.0.3");
      cluster.owner.set(new Owner.Peer(owner.address));
      asked.proxy.peers().orElseThrow().expect(Set.of(owner.address));
      owner.await("weir_peer_connections{direction=\"in\"}", LOOPS);

      try (var client = asked.client()) {
        client.get("/a", cluster.host());
        client.get("/b", cluster.host());
        client.get("/c", cluster.host());
        assertThat(owner.store.urls()).hasSize(2);
        var posted = client.ask("POST", "/c", cluster.host(), "Content-Length: 0");
        assertThat(posted.status()).isEqualTo(200);
      }
      assertThat(owner.store.urls()).singleElement().asString().endsWith("/b");
    }
  }
}
