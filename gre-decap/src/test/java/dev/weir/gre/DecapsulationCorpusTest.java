package dev.weir.gre;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The packets of decapsulation-cases.txt.
class DecapsulationCorpusTest {
  private static final int CASES_MIN = 3;
  private static final int CLIENT = Ipv4Octets.toInt(PacketRecipe.address("198.51.100.7"));
  private static final int ORIGIN = Ipv4Octets.toInt(PacketRecipe.address("203.0.113.80"));
  private static final int PORTS = 40_000 << 16 | 80;

  /// A line: a packet, and what the node makes of it in a state, usually none in particular.
  record Case(String name, String recipe, String expected, String state) {
    static Case of(String line) {
      String[] cells = line.split("\\|", -1);
      return new Case(
          cells[0].strip(),
          cells[1].strip(),
          cells[2].strip(),
          cells.length > 3 ? cells[3].strip() : "");
    }

    Verdict verdict() {
      return Verdict.valueOf(expected.replace(" +mismatch", ""));
    }
  }

  static List<Case> cases() {
    return PacketRecipe.resource("decapsulation-cases.txt")
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(Case::of)
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  @DisplayName("§6 every case of the corpus gets its verdict, alone and inside a larger window")
  void corpus(Case given) {
    Decapsulator decapsulator = in(given.state());
    byte[] packet = framed(PacketRecipe.cook(given.recipe()), given.state());
    var window = ByteBuffer.allocateDirect(packet.length + 64).put(32, packet);

    for (int at : new int[] {0, 32}) {
      ByteBuffer place = at == 0 ? ByteBuffer.wrap(packet) : window;
      Verdict verdict =
          given.state().startsWith("frame")
              ? decapsulator.judgeEthernet(place, at, packet.length)
              : decapsulator.judge(place, at, packet.length);
      String mismatch = decapsulator.bucketMismatch() ? " +mismatch" : "";
      assertThat(verdict + mismatch).as(given.name()).isEqualTo(given.expected());
    }
  }

  @Test
  @DisplayName("the corpus has at least three packets for each reason")
  void corpusIsComplete() {
    Map<Verdict, Integer> shown = new EnumMap<>(Verdict.class);
    for (Case given : cases()) {
      shown.merge(given.verdict(), 1, Integer::sum);
    }
    // What the kernel says of a packet is no packet: TunRefusalTest has at least three of each.
    var judged =
        EnumSet.allOf(Verdict.class).stream()
            .filter(verdict -> !verdict.label().startsWith("tun_"))
            .toList();

    assertThat(shown.keySet()).containsExactlyInAnyOrderElementsOf(judged);
    assertThat(shown)
        .allSatisfy((verdict, count) ->
            assertThat(count).as(verdict.name()).isGreaterThanOrEqualTo(CASES_MIN));
    assertThat(cases().stream().filter(it -> it.verdict() != Verdict.DELIVER))
        .extracting(it -> it.recipe() + "|" + it.state())
        .doesNotHaveDuplicates();
  }

  private static Decapsulator in(String state) {
    var policy = DecapsulatorTest.POLICY;
    return switch (state) {
      case "resting" -> new Decapsulator(policy.resting(true));
      case "opening" ->
          new Decapsulator(
              policy,
              (source, destination, ports) ->
                  source == CLIENT && destination == ORIGIN && ports == PORTS,
              new Crowd());
      case "flooded" ->
          new Decapsulator(
              policy, Decapsulator.OwnConnections.NONE, (_, _, _) -> Verdict.RATE_PACKETS);
      default -> {
        assertThat(state).matches("|frame [0-9A-F]{4}");
        yield new Decapsulator(policy, Decapsulator.OwnConnections.NONE, new Crowd());
      }
    };
  }

  private static byte[] framed(byte[] packet, String state) {
    if (!state.startsWith("frame ")) {
      return packet;
    }
    int type = Integer.parseInt(state.substring("frame ".length()), 16);
    return ByteBuffer.allocate(14 + packet.length)
        .putShort(12, (short) type)
        .put(14, packet)
        .array();
  }
}
