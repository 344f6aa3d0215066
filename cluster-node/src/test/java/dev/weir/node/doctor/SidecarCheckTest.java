package dev.weir.node.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.doctor.HostFacts.Listener;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("weir doctor, of a sidecar")
final class SidecarCheckTest {
  @Test
  @DisplayName("is content with a transparent listener at its address, or at every address")
  void content() {
    assertThat(why("tproxy", new Listener("127.0.0.1", 3129, true))).isEmpty();
    assertThat(why("tproxy", new Listener("*", 3129, true))).isEmpty();
    assertThat(why("proxy-protocol", new Listener("0.0.0.0", 3129, false))).isEmpty();
  }

  @Test
  @DisplayName("says that nothing listens there")
  void nobody() {
    assertThat(why("proxy-protocol", new Listener("127.0.0.1", 3128, true)))
        .startsWith("nothing listens on 127.0.0.1:3129");
    assertThat(why("tproxy", new Listener("192.0.2.11", 3129, true)))
        .startsWith("nothing listens on 127.0.0.1:3129");
  }

  @Test
  @DisplayName("says that the kernel will not hand connections over")
  void notTransparent() {
    assertThat(why("tproxy", new Listener("127.0.0.1", 3129, false))).contains("not transparent");
  }

  private static String why(String handOver, Listener... there) {
    var patient = new Patient();
    patient.beside(handOver, there);
    return Diagnosis.of(patient.facts()).first().map(it -> it.cause().why()).orElse("");
  }
}
