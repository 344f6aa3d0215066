package dev.weir.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The cluster that is measured")
final class ClusterTest {
  @Test
  @DisplayName("settles on one table in every group, and uses processor time")
  void settles() {
    var cluster = new Cluster(3, 2, 2);
    cluster.watch(cluster.cache(1));
    assertThat(cluster.converged()).isFalse();

    cluster.run(Duration.ofSeconds(10));

    assertThat(cluster.converged()).isTrue();
    assertThat(cluster.used(cluster.cache(1)).octets()).isPositive();
    assertThat(cluster.used(cluster.cache(2))).isEqualTo(Usage.NONE);
  }
}
