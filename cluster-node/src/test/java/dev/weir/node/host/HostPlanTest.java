package dev.weir.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.ConfigText;
import dev.weir.node.config.intercept.InterceptConfig.Divert;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("who takes diverted connections")
final class HostPlanTest {
  private static final Divert DIVERT = Divert.TPROXY;

  @Test
  @DisplayName("the ports of TLS are taken like those of HTTP, and a service group may have them")
  void tlsPorts() {
    var config =
        ConfigText.accepted(
            ConfigText.SHORTEST.replace(
                    "[192.0.2.1]}",
                    "[192.0.2.1], services: [web-cache, {id: 70, ports: [443], protocol: tcp,"
                        + " priority: 200, hash: destination-address}]}")
                + "proxy: {intercept: {tls: {deny: ['*.example.net']}}}\n");

    assertThat(HostPlan.of(config).ports()).containsExactlyInAnyOrder(80, 443);
  }

  @Test
  @DisplayName("is this node, where nobody else is written")
  void own() {
    assertThat(listener("{}")).isEqualTo(HostPlan.Listener.own(DIVERT));
  }

  @Test
  @DisplayName("is the sidecar, to which the kernel hands them over with our segments")
  void byKernel() {
    var theirs = listener("{to: 127.0.0.1:8129}");

    assertThat(theirs.port()).isEqualTo(8129);
    assertThat(theirs.segmentOctetsMax()).hasValue(1432);
  }

  @Test
  @DisplayName("is this node, which carries them, at a port that the sidecar has not")
  void carried() {
    var elsewhere = listener("{to: 127.0.0.1:8129, hand-over: proxy-protocol}");
    var same = listener("{to: 127.0.0.1:3129, hand-over: proxy-protocol}");

    assertThat(elsewhere).isEqualTo(HostPlan.Listener.own(DIVERT));
    assertThat(same.port()).isEqualTo(HostPlan.BESIDE_PORT);
    assertThat(same.segmentOctetsMax()).isEmpty();
  }

  private static HostPlan.Listener listener(String sidecar) {
    return HostPlan.of(
            ConfigText.accepted(ConfigText.SHORTEST + "proxy: {sidecar: " + sidecar + "}\n"))
        .listener();
  }
}
