package dev.weir.gre;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("D4 a connection of our own that a router diverts back to us")
final class OwnConnectionsTest {
  private static final int CLIENT = Ipv4Octets.toInt(PacketRecipe.address("198.51.100.7"));
  private static final int ORIGIN = Ipv4Octets.toInt(PacketRecipe.address("203.0.113.80"));
  private static final int PORTS = 40_000 << 16 | 80;

  private final Decapsulator decapsulator =
      new Decapsulator(
          DecapsulatorTest.POLICY,
          (source, destination, ports) ->
              source == CLIENT && destination == ORIGIN && ports == PORTS,
          Decapsulator.Intake.UNLIMITED);

  @Test
  @DisplayName("its SYN is dropped, whoever's address it bears; another SYN is not")
  void dropped() {
    assertThat(judge("v2")).isEqualTo(Verdict.OWN_CONNECTION);
    assertThat(judge("v1")).isEqualTo(Verdict.OWN_CONNECTION);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @DisplayName("a packet of another connection, or no SYN, is judged as ever")
  @CsvSource({
    "v2 sport=9c41, DELIVER",
    "v2 tcp-flags=10, DELIVER",
    "v2 dport=0016, INNER_PORT",
  })
  void others(String recipe, Verdict verdict) {
    assertThat(judge(recipe)).isEqualTo(verdict);
  }

  private Verdict judge(String recipe) {
    byte[] packet = PacketRecipe.cook(recipe);
    return decapsulator.judge(ByteBuffer.wrap(packet), 0, packet.length);
  }
}
