package dev.weir.node.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("bypass rules in the grid")
final class RuleCodecTest {
  private static final SharedRule RULE =
      new SharedRule("to 203.0.113.0/24", 1_795_000_000L, "login by address");

  @Test
  @DisplayName("a rule is read as it was written")
  void roundTrip() {
    for (SharedRule rule : List.of(RULE, new SharedRule("x".repeat(255), 0, "y".repeat(255)))) {
      assertThat(RuleCodec.decode(RuleCodec.encode(rule))).contains(rule);
    }
  }

  @Test
  @DisplayName("another version, a cut or longer record, and foreign text are refused")
  void refuses() {
    byte[] good = RuleCodec.encode(RULE);
    for (int length = 0; length < good.length; length++) {
      assertThat(RuleCodec.decode(Arrays.copyOf(good, length))).as("%d octets", length).isEmpty();
    }
    assertThat(RuleCodec.decode(Arrays.copyOf(good, good.length + 1))).isEmpty();
    assertThat(RuleCodec.decode(with(good, 0, 1))).as("version").isEmpty();
    assertThat(RuleCodec.decode(with(good, 1, 0x80))).as("before 1970").isEmpty();
    assertThat(RuleCodec.decode(with(good, 10, 0x0a))).as("a line feed").isEmpty();
    assertThat(RuleCodec.decode(with(good, 10, 0xe4))).as("not ASCII").isEmpty();
    assertThat(RuleCodec.decode(new byte[] {2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})).isEmpty();
    assertThatThrownBy(() -> new SharedRule("", 0, "")).hasMessageContaining("no rule");
  }

  @Test
  @DisplayName("reading is total: what is read is written the same, whatever came")
  void isTotal() {
    var random = new SplittableRandom(1);
    byte[] good = RuleCodec.encode(RULE);
    for (int round = 0; round < 50_000; round++) {
      byte[] octets = with(good, random.nextInt(good.length), random.nextInt(256));
      RuleCodec.decode(octets)
          .ifPresent(rule -> assertThat(RuleCodec.encode(rule)).isEqualTo(octets));
    }
  }

  private static byte[] with(byte[] octets, int at, int value) {
    byte[] changed = octets.clone();
    changed[at] = (byte) value;
    return changed;
  }
}
