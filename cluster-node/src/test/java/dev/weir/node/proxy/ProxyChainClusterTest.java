package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.value.Prefix;
import dev.weir.node.proxy.chain.ChainPolicy;
import dev.weir.node.proxy.chain.ChainSubject;
import dev.weir.node.proxy.chain.Choice;
import dev.weir.node.proxy.chain.Parent;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Chains in a cluster: who owns a URL asks its parent.
@Timeout(120)
final class ProxyChainClusterTest {
  @RegisterExtension private final ScenePair scene = new ScenePair();
  private final OriginRecorder head = new OriginRecorder();
  private final Parent parent = Chains.parent("head", head.address());

  ProxyChainClusterTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    head.close();
  }

  @Test
  @DisplayName("the owner asks the parent, for a name that no node has looked up, and keeps it")
  void owner() throws Exception {
    scene.ingress.chain = Chains.to(parent);
    scene.owner.chain = Chains.to(parent);
    try (var client = scene.ingress.client()) {
      assertThat(client.get("/a", "www.example.com").field("Cache-Status"))
          .isEqualTo("weir-at-127.0.0.3; fwd=uri-miss; fwd-status=200; stored");
      assertThat(client.get("/a", "www.example.com").field("Cache-Status"))
          .isEqualTo("weir-at-127.0.0.3; hit");
    }
    assertThat(head.countOf("http://www.example.com/a")).isEqualTo(1);
    assertThat(scene.owner.store.count()).isEqualTo(1);
    assertThat(scene.owner.metric("weir_parent_requests_total{parent=\"head\",result=\"ok\"}"))
        .isEqualTo(1);
  }

  @Test
  @DisplayName("what a rule decides by the client is asked by the node that the client asks")
  void byClient() throws Exception {
    var loopback =
        new ChainSubject(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(Prefix.parse("127.0.0.0/8").orElseThrow()));
    scene.ingress.chain = Chains.policy(loopback, Choice.FIRST_ALIVE, false, true, parent);
    scene.owner.chain = ChainPolicy.DIRECT;
    try (var client = scene.ingress.client()) {
      assertThat(client.get("/a", "www.example.com").status()).isEqualTo(200);
    }
    assertThat(head.countOf("http://www.example.com/a")).isEqualTo(1);
    assertThat(scene.ingress.store.count()).isZero();
    assertThat(scene.origin.asked).isEmpty();
  }

  @Test
  @DisplayName("a rule with cache: no keeps the owner out of it")
  void uncached() throws Exception {
    scene.ingress.chain = Chains.uncached(parent);
    try (var client = scene.ingress.client()) {
      client.get("/a", "www.example.com");
      client.get("/a", "www.example.com");
    }
    assertThat(head.countOf("http://www.example.com/a")).isEqualTo(2);
    assertThat(scene.owner.store.count() + scene.ingress.store.count()).isZero();
  }
}
