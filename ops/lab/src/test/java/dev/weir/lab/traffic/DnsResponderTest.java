package dev.weir.lab.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.lab.net.OriginName;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The lab's name server (RFC 1035)")
final class DnsResponderTest {
  private static final int A = 1;
  private static final int AAAA = 28;

  private DnsResponder responder;
  private DatagramSocket client;

  @BeforeEach
  void start() throws Exception {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    responder = DnsResponder.listen(new InetSocketAddress(loopback, 0), OriginName.ALL);
    client = new DatagramSocket(0, loopback);
    client.setSoTimeout(40_000);
  }

  @AfterEach
  void stop() {
    client.close();
    responder.close();
  }

  @Test
  @DisplayName("answers an A question with the name's one address, whatever its case")
  void answersAddress() throws IOException {
    assertThat(ask("www.one.test", A)).endsWith("0004cb007150").startsWith("12348500");
    assertThat(ask("WWW.One.Test", A)).endsWith("0004cb007150");
  }

  @Test
  @DisplayName("answers AAAA with nothing, and an unknown name with NXDOMAIN")
  void answersOthers() throws IOException {
    assertThat(ask("www.one.test", AAAA)).startsWith("1234850000010000");
    assertThat(ask("nowhere.test", A)).startsWith("1234850300010000");
  }

  @Test
  @DisplayName("goes on after datagrams that are no questions")
  void survivesNonsense() throws IOException {
    send(new byte[0]);
    send(new byte[] {1, 2, 3});
    send(HexFormat.of().parseHex("1234010000010000000000003f"));
    send(HexFormat.of().parseHex("123401000001000000000000c00c00010001"));
    send(HexFormat.of().parseHex("123481800001000000000000"));
    byte[] answer = ByteBuffer.allocate(12).putInt(0x99990100).array();
    send(answer);

    assertThat(ask("www.one.test", A)).endsWith("0004cb007150");
  }

  private String ask(String name, int type) throws IOException {
    ByteBuffer query = ByteBuffer.allocate(100);
    query.putInt(0x12340100).putShort((short) 1).putShort((short) 0).putInt(0);
    for (String label : name.split("\\.", -1)) {
      query.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
    }
    query.put((byte) 0).putShort((short) type).putShort((short) 1);
    byte[] octets = new byte[query.position()];
    query.get(0, octets);
    send(octets);
    while (true) {
      var packet = new DatagramPacket(new byte[512], 512);
      client.receive(packet);
      String hex = HexFormat.of().formatHex(packet.getData(), 0, packet.getLength());
      if (hex.startsWith("1234") && hex.contains(HexFormat.of().formatHex(labelOf(name)))) {
        return hex;
      }
    }
  }

  private static byte[] labelOf(String name) {
    return name.substring(0, name.indexOf('.')).getBytes(StandardCharsets.US_ASCII);
  }

  private void send(byte[] octets) throws IOException {
    client.send(
        new DatagramPacket(
            octets, octets.length, InetAddress.ofLiteral("127.0.0.1"), responder.port()));
  }
}
