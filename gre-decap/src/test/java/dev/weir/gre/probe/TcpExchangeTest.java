package dev.weir.gre.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.gre.TcpHeader;
import dev.weir.gre.probe.TcpExchange.Outcome;
import dev.weir.gre.probe.TcpExchange.Question;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("One request over TCP without the kernel")
final class TcpExchangeTest {
  private static final int CLIENT = 0xC00002FE;
  private static final int ORIGIN = 0xC00002FD;
  private static final int FIRST = 0xFFFFFFFF; // the number after it is 0
  private static final int THEIRS = 7_000;
  private static final String REQUEST = "GET / HTTP/1.1\r\n\r\n";

  private final TcpExchange exchange =
      new TcpExchange(
          new TcpExchange.Flow(CLIENT, 40_000, ORIGIN, 80), FIRST, Question.of(REQUEST, 200));
  private final ByteBuffer out = ByteBuffer.allocate(TcpExchange.PACKET_OCTETS_MAX);

  @Test
  @DisplayName("the SYN is a packet whose checksums are right, for this host alone")
  void call() {
    exchange.call(out);

    assertThat(out.limit()).isEqualTo(40);
    assertThat(out.get(8)).as("time to live").isEqualTo((byte) 1);
    assertThat(out.get(33)).isEqualTo((byte) TcpHeader.SYN);
    assertThat(sum(0, 20, 0)).isEqualTo(0xFFFF);
    assertThat(sum(20, 40, pseudo(20))).isEqualTo(0xFFFF);
    assertThat(exchange.connected()).isFalse();
  }

  @Test
  @DisplayName("the SYN-ACK is acknowledged with the whole request")
  void ask() {
    assertThat(hears(TcpHeader.SYN | TcpHeader.ACK, THEIRS, FIRST + 1, ""))
        .isEqualTo(Outcome.REPLY);

    assertThat(out.get(33)).isEqualTo((byte) (TcpHeader.ACK | TcpHeader.PSH));
    assertThat(out.getInt(24)).isEqualTo(FIRST + 1);
    assertThat(out.getInt(28)).isEqualTo(THEIRS + 1);
    assertThat(text(40)).isEqualTo(REQUEST);
    assertThat(sum(20, out.limit(), pseudo(20 + REQUEST.length()))).isEqualTo(0xFFFF);
    assertThat(exchange.connected()).isTrue();
  }

  @Test
  @DisplayName("an answer in two packets that begins with 200 is the answer, and RST the end")
  void answered() {
    hears(TcpHeader.SYN | TcpHeader.ACK, THEIRS, FIRST + 1, "");

    assertThat(hears(TcpHeader.ACK, THEIRS + 1, FIRST, "HTTP/1.1 ")).isEqualTo(Outcome.IGNORED);
    assertThat(hears(TcpHeader.ACK, THEIRS + 10, FIRST, "200 OK\r\n")).isEqualTo(Outcome.ANSWERED);
    assertThat(out.get(33)).isEqualTo((byte) (TcpHeader.RST | TcpHeader.ACK));
    assertThat(out.getInt(24)).isEqualTo(FIRST + 1 + REQUEST.length());
    assertThat(out.getInt(28)).isEqualTo(THEIRS + 18);
    assertThat(hears(TcpHeader.ACK, THEIRS + 18, FIRST, "more")).isEqualTo(Outcome.IGNORED);
  }

  @Test
  @DisplayName("where nothing is asked, the connection is the answer, and RST the end")
  void connectionOnly() {
    var only =
        new TcpExchange(
            new TcpExchange.Flow(CLIENT, 40_000, ORIGIN, 80), FIRST, new Question("", ""));
    var packet = packet(TcpHeader.SYN | TcpHeader.ACK, THEIRS, FIRST + 1, "");

    assertThat(only.on(packet, 0, packet.limit(), out)).isEqualTo(Outcome.ANSWERED);
    assertThat(out.get(33)).isEqualTo((byte) (TcpHeader.RST | TcpHeader.ACK));
    assertThat(out.getInt(28)).isEqualTo(THEIRS + 1);
    assertThat(only.on(packet, 0, packet.limit(), out)).isEqualTo(Outcome.IGNORED);
  }

  @Test
  @DisplayName("another status, an end without answer, and RST are refusals")
  void refused() {
    hears(TcpHeader.SYN | TcpHeader.ACK, THEIRS, FIRST + 1, "");
    assertThat(hears(TcpHeader.ACK, THEIRS + 1, FIRST, "HTTP/1.1 503 no\r\n"))
        .isEqualTo(Outcome.REFUSED);

    var second = new TcpExchangeTest();
    second.hears(TcpHeader.SYN | TcpHeader.ACK, THEIRS, FIRST + 1, "");
    assertThat(second.hears(TcpHeader.FIN | TcpHeader.ACK, THEIRS + 1, FIRST, "HTTP"))
        .isEqualTo(Outcome.REFUSED);

    assertThat(new TcpExchangeTest().hears(TcpHeader.RST | TcpHeader.ACK, 0, FIRST + 1, ""))
        .isEqualTo(Outcome.REFUSED);
  }

  @Test
  @DisplayName("what belongs to another connection, comes out of turn or is cut off means nothing")
  void others() {
    assertThat(hears(TcpHeader.ACK, THEIRS, FIRST, "HTTP/1.1 200 OK")).isEqualTo(Outcome.IGNORED);
    assertThat(hears(TcpHeader.SYN | TcpHeader.ACK, THEIRS, FIRST + 2, ""))
        .isEqualTo(Outcome.IGNORED);
    var alien = packet(TcpHeader.RST, 0, 0, "").putShort(22, (short) 40_001);
    assertThat(exchange.on(alien, 0, 40, out)).isEqualTo(Outcome.IGNORED);
    for (int octets = 1; octets < 40; octets++) {
      assertThat(exchange.on(packet(TcpHeader.RST, 0, 0, ""), 0, octets, out))
          .isEqualTo(Outcome.IGNORED);
    }
    assertThat(hears(TcpHeader.SYN | TcpHeader.ACK, THEIRS, FIRST + 1, ""))
        .isEqualTo(Outcome.REPLY);
    assertThat(hears(TcpHeader.ACK, THEIRS + 2, FIRST, "TTP/1.1 200")).isEqualTo(Outcome.IGNORED);
    assertThat(hears(TcpHeader.ACK, THEIRS + 1, FIRST, "HTTP/1.1 200 OK"))
        .isEqualTo(Outcome.ANSWERED);
  }

  @Test
  @DisplayName(
      "a connection without answer is ended by RST; without connection there is nothing to end")
  void givenUp() {
    assertThatThrownBy(() -> exchange.giveUp(out)).isInstanceOf(IllegalStateException.class);
    hears(TcpHeader.SYN | TcpHeader.ACK, THEIRS, FIRST + 1, "");

    exchange.giveUp(out);

    assertThat(out.get(33)).isEqualTo((byte) (TcpHeader.RST | TcpHeader.ACK));
    assertThat(out.getInt(24)).isEqualTo(FIRST + 1 + REQUEST.length());
    assertThat(hears(TcpHeader.ACK, THEIRS + 1, FIRST, "HTTP/1.1 200 OK"))
        .isEqualTo(Outcome.IGNORED);
  }

  @Test
  @DisplayName("a request that does not fit into one packet is refused")
  void tooLong() {
    var flow = new TcpExchange.Flow(CLIENT, 1, ORIGIN, 80);
    assertThatThrownBy(() -> new TcpExchange(flow, 0, Question.of("x".repeat(473), 200)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Outcome hears(int flags, int sequence, int acknowledged, String body) {
    var packet = packet(flags, sequence, acknowledged, body);
    return exchange.on(packet, 0, packet.limit(), out);
  }

  private static ByteBuffer packet(int flags, int sequence, int acknowledged, String body) {
    var packet = ByteBuffer.allocate(40 + body.length());
    packet.put(0, (byte) 0x45).putShort(2, (short) packet.limit()).put(9, (byte) 6);
    packet.putInt(12, ORIGIN).putInt(16, CLIENT);
    packet.putShort(20, (short) 80).putShort(22, (short) 40_000);
    packet.putInt(24, sequence).putInt(28, acknowledged);
    packet.put(32, (byte) 0x50).put(33, (byte) flags);
    packet.put(40, body.getBytes(StandardCharsets.US_ASCII));
    return packet;
  }

  private String text(int from) {
    return new String(out.array(), from, out.limit() - from, StandardCharsets.US_ASCII);
  }

  /// The folded sum, 0xFFFF when the checksum among the octets is right.
  private int sum(int from, int end, int begun) {
    int sum = begun;
    for (int i = from; i < end; i++) {
      sum += Byte.toUnsignedInt(out.get(i)) << ((i - from) % 2 == 0 ? 8 : 0);
    }
    return (sum & 0xFFFF) + (sum >>> 16);
  }

  private int pseudo(int octets) {
    return 2 * 0xC000 + 0x02FE + 0x02FD + 6 + octets;
  }
}
