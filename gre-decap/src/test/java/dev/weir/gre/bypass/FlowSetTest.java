package dev.weir.gre.bypass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("single addresses and ports that are spared")
final class FlowSetTest {
  private static final int CLIENT = 0x0A010203;
  private static final int OTHER = 0xC6336401; // 198.51.100.1: negative as an int
  private static final int ORIGIN = 0xCB007150; // 203.0.113.80

  @Test
  @DisplayName("of all clients: this address and port, no other port, no other address")
  void place() {
    var table = new BypassTable.Builder().place(ORIGIN, 80).build();

    assertThat(table.spares(CLIENT, ORIGIN, 80)).isTrue();
    assertThat(table.spares(OTHER, ORIGIN, 80)).isTrue();
    assertThat(table.spares(CLIENT, ORIGIN, 8080)).isFalse();
    assertThat(table.spares(CLIENT, ORIGIN + 1, 80)).isFalse();
    assertThat(table.spares(ORIGIN, CLIENT, 80)).isFalse();
    assertThat(table.places()).containsExactly("203.0.113.80 . 80");
    assertThat(table.pairs()).isEmpty();
  }

  @Test
  @DisplayName("of one client: nobody else's")
  void pair() {
    var table =
        new BypassTable.Builder().pair(CLIENT, ORIGIN, 80).pair(OTHER, ORIGIN, 8080).build();

    assertThat(table.spares(CLIENT, ORIGIN, 80)).isTrue();
    assertThat(table.spares(OTHER, ORIGIN, 80)).isFalse();
    assertThat(table.spares(OTHER, ORIGIN, 8080)).isTrue();
    assertThat(table.spares(CLIENT, ORIGIN, 8080)).isFalse();
    assertThat(table.spares(CLIENT + 1, ORIGIN, 80)).isFalse();
    assertThat(table.pairs())
        .containsExactlyInAnyOrder(
            "10.1.2.3 . 203.0.113.80 . 80", "198.51.100.1 . 203.0.113.80 . 8080");
    assertThat(table.places()).isEmpty();
    assertThat(table.flowCount()).isEqualTo(2);
    assertThat(table.octets()).isEqualTo(20);
  }

  @Test
  @DisplayName("a port beside 1 to 65535, and a client that is nobody, are refused")
  void refuses() {
    var builder = new BypassTable.Builder();
    for (int port : new int[] {0, -1, 65_536}) {
      assertThatIllegalArgumentException().isThrownBy(() -> builder.place(ORIGIN, port));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> builder.pair(0, ORIGIN, 80));
    assertThat(builder.build().flowCount()).isZero();
  }

  @Test
  @DisplayName("finds exactly what was put in, whatever it is")
  void asASetWould() {
    var random = new SplittableRandom(17);
    var expected = new HashSet<FlowSet.Flow>();
    for (int i = 0; i < 2_000; i++) {
      expected.add(flow(random));
    }
    FlowSet flows = FlowSet.of(expected);

    assertThat(flows.size()).isEqualTo(expected.size());
    for (int i = 0; i < 20_000; i++) {
      FlowSet.Flow asked = flow(random);
      boolean spared =
          expected.contains(asked)
              || expected.contains(new FlowSet.Flow(0, asked.origin(), asked.port()));
      assertThat(flows.contains(asked.client(), asked.origin(), asked.port()))
          .as("%s", asked)
          .isEqualTo(spared);
    }
  }

  private static FlowSet.Flow flow(SplittableRandom random) {
    int sign = random.nextBoolean() ? 0 : 0x8000_0000;
    return new FlowSet.Flow(
        random.nextInt(8) == 0 ? 0 : sign | random.nextInt(20),
        sign | random.nextInt(1, 20),
        random.nextBoolean() ? random.nextInt(1, 5) : 65_535 - random.nextInt(5));
  }
}
