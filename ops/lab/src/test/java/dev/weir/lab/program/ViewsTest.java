package dev.weir.lab.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.lab.net.Plan;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.value.Ipv4;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.peer.identity.ClusterFolder;
import dev.weir.node.peer.identity.PeerIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("What the lab writes for programs and reads from them")
final class ViewsTest {
  private final Instant now = InstantSource.system().instant();

  @TempDir private Path folder;

  @Test
  @DisplayName("the router's answer becomes a view; a bucket that nobody owns is empty text")
  void readsRouter() {
    String table = String.join(",", Collections.nCopies(255, "\"10.0.2.11\"")) + ",null";
    String answer =
        """
        {"router":{"id":"10.0.2.1","version":"2.0"},"services":[{"name":"web-cache",
        "usableCaches":1,"designated":"10.0.2.11","key":{"address":"10.0.2.11","number":4294967295},
        "transmitMillis":1000,"security":"md5",
        "caches":[{"address":"10.0.2.11","state":"usable","receiveId":17,"buckets":255}],
        "redirectedPackets":99,"bypassedPackets":7,"table":[%s]}]}
        """
            .formatted(table);

    RouterView view = RouterView.of(Admin.parsed(answer).orElseThrow());

    assertThat(view.key()).isEqualTo("10.0.2.11/4294967295");
    assertThat(view.stateOf("10.0.2.11")).isEqualTo("usable");
    assertThat(view.stateOf("10.0.2.12")).isEmpty();
    assertThat(view.table().assigned()).isEqualTo(255);
    assertThat(view.table().owner(255)).isEmpty();
    assertThat(view.redirectedPackets()).isEqualTo(99);
    assertThat(view.bypassedPackets()).isEqualTo(7);
  }

  @Test
  @DisplayName("an answer of another form becomes a view without anything in it")
  void readsNonsense() {
    for (String answer : List.of("{}", "[]", "3", "{\"services\":[{\"table\":3,\"key\":7}]}")) {
      RouterView view = RouterView.of(Admin.parsed(answer).orElseThrow());
      assertThat(view.table()).isEqualTo(Buckets.NONE);
      assertThat(view.key()).isEmpty();
    }
    assertThat(Admin.parsed("{")).isEmpty();
    assertThat(Admin.parsed("")).as("the line between two answers").isEmpty();
  }

  @Test
  @DisplayName("buckets that moved are those with another owner")
  void comparesTables() {
    var owners = new java.util.ArrayList<>(Buckets.NONE.owners());
    owners.set(7, "10.0.2.12");
    var one = new Buckets(owners);

    assertThat(one.movedSince(Buckets.NONE)).containsExactly(7);
    assertThat(one.movedSince(one)).isEmpty();
    assertThat(one.share("10.0.2.12")).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "a Prometheus metric is summed over its samples, and over no metric that begins alike")
  void sumsMetrics() {
    String text =
        """
        # HELP weir_a_total about it
        weir_a_total{x="1",y="deliver"} 3.0
        weir_a_total{x="2",y="deliver"} 4.0
        weir_a_total{x="2",y="drop"} 5.0
        weir_a_total_other 100.0
        """;

    assertThat(NodeView.sum(text, "weir_a_total", "y=\"deliver\"")).isEqualTo(7);
    assertThat(NodeView.sum(text, "weir_a_total", "")).isEqualTo(12);
    assertThat(NodeView.sum(text, "weir_b_total", "")).isZero();
  }

  @Test
  @DisplayName("a table by mask has as many owners as values")
  void readsMask() {
    var table = Buckets.of(Admin.parsed("[\"10.0.2.11\",null,\"10.0.2.12\"]").orElseThrow());

    assertThat(table.size()).isEqualTo(3);
    assertThat(table.assigned()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("every node.yaml of the lab is accepted by the node")
  void nodeAccepts(Dialect dialect) throws Exception {
    Path password = Files.writeString(folder.resolve("password"), Configurations.PASSWORD + "\n");
    for (var cache : Plan.CACHES) {
      Path file = folder.resolve(cache.name() + ".yaml");
      var cluster = ClusterFolder.open(folder.resolve("cluster"), "lab", now);
      cluster.add(Ipv4.parse(cache.address()), false, now);
      var files =
          new Configurations.Files(password, folder, cluster.of(Ipv4.parse(cache.address())));
      String node = Configurations.node(cache, dialect, files);
      Files.writeString(file, node);
      assertThat(identity(file)).isEmpty();
      Files.writeString(file, Configurations.linked(node));
      assertThat(identity(file)).isPresent();
      Files.writeString(file, Configurations.logged(node));
      assertThat(accepted(file).log().access().orElseThrow().path())
          .isEqualTo(folder.resolve("access.log"));
      Files.writeString(file, Configurations.routed(cache, folder));
      assertThat(NodeConfig.load(file, Map.of())).isInstanceOf(Loading.Loaded.class);
    }
  }

  private static Optional<PeerIdentity> identity(Path file) {
    return accepted(file).peers().identity();
  }

  private static NodeConfig accepted(Path file) {
    assertThat(NodeConfig.load(file, Map.of())).isInstanceOf(Loading.Loaded.class);
    return (NodeConfig) ((Loading.Loaded<?>) NodeConfig.load(file, Map.of())).value();
  }
}
