package dev.weir.node.doctor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.doctor.HostFacts.Listener;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ListenerReaderTest {
  @Test
  @DisplayName("ss tells who listens, and which of them the kernel may hand connections over to")
  void reads() {
    assertThat(
            ListenerReader.read(
                List.of(
                    "LISTEN 0 1   127.0.0.1:3129 0.0.0.0:* inet-sockopt: ( is_icsk transparent )",
                    "LISTEN 0 128   0.0.0.0:80   0.0.0.0:* inet-sockopt: ( is_icsk mc_all)",
                    "LISTEN 0 128         *:22         *:*",
                    "no socket at all")))
        .containsExactly(
            new Listener("127.0.0.1", 3129, true),
            new Listener("0.0.0.0", 80, false),
            new Listener("*", 22, false));
  }
}
