package dev.weir.gre.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The engines that listen on an interface, when somebody takes it away.
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterfaceLossIT {
  private NetworkPair network;

  @BeforeEach
  void requireDevices() throws IOException, InterruptedException {
    RequiresDevices.check();
    network = new NetworkPair();
  }

  @AfterEach
  void tearDown() throws IOException, InterruptedException {
    if (network != null) {
      network.remove();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pcap", "ring"})
  @DisplayName("an interface that is deleted ends the loop with an explanation")
  void reportsDeletedInterface(String engine) throws IOException, InterruptedException {
    Process node = network.javaInNode(NodeProgram.class, engine);
    BufferedReader answers = node.inputReader(UTF_8);
    assertThat(answers.readLine()).isEqualTo("open");
    var out = node.outputWriter(UTF_8);
    out.write("start\n");
    out.flush();
    assertThat(answers.readLine()).isEqualTo("started");

    network.inNode("ip link delete n0");

    assertThat(answers.readLine()).startsWith("failure").contains("on n0");
  }
}
