package dev.weir.lab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The reader of captures")
final class CaptureReaderTest {
  private static final int MICROS = 0xa1b2c3d4;
  private static final int NANOS = 0xa1b23c4d;
  private static final int ETHERNET = 1;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("reads pcap of either byte order and resolution, and skips what is not IPv4")
  void pcap(boolean bigEndian) throws IOException {
    var order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    byte[] file = pcap(order, MICROS, ETHERNET, frame(0x0806, 28), frame(0x0800, 40));
    byte[] nanos = pcap(order, NANOS, ETHERNET, frame(0x0800, 40));

    var reader = reader(file);

    assertThat(all(reader))
        .singleElement()
        .satisfies(packet -> {
          assertThat(packet.frame()).isEqualTo(2);
          assertThat(packet.atMicros()).isEqualTo(7_000_500L);
          assertThat(packet.octets().remaining()).isEqualTo(40);
          assertThat(packet.octets().order()).isEqualTo(ByteOrder.BIG_ENDIAN);
        });
    assertThat(reader.others()).isOne();
    assertThat(all(reader(nanos)).getFirst().atMicros()).isEqualTo(7_000_000L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("reads pcapng of either byte order: all packet blocks, and skips other blocks")
  void pcapNg(boolean bigEndian) throws IOException {
    var order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;

    var reader = reader(pcapNg(order, frame(0x0800, 40)));

    assertThat(all(reader))
        .extracting(CaptureReader.Packet::atMicros)
        .containsExactly(7_000_500L, 7_000_500L, 0L);
    assertThat(reader.problems()).isEmpty();
  }

  @ParameterizedTest(name = "link type {0}")
  @CsvSource({
    "0, 02000000",
    "0, 00000002",
    "108, 00000002",
    "1, 0000000000000000000000000800",
    "1, 00000000000000000000000081000005_0800",
    "1, 00000000000000000000000088a8000581000006_0800",
    "101, ''",
    "228, ''",
    "113, 00000000000000000000000000000800",
    "276, 0800000000000000000000000000000000000000"
  })
  @DisplayName("finds the IPv4 packet behind each link header it knows")
  void linkTypes(int linkType, String header) throws IOException {
    byte[] start = HexFormat.of().parseHex(header.replace("_", ""));
    byte[] frame = Arrays.copyOf(start, start.length + 20);
    frame[start.length] = 0x45;

    var packets = all(reader(pcap(ByteOrder.LITTLE_ENDIAN, MICROS, linkType, frame)));

    assertThat(packets).singleElement().extracting(it -> it.octets().remaining()).isEqualTo(20);
  }

  @Test
  @DisplayName("says of an unknown link type, a foreign file and a cut one what they are")
  void problems() throws IOException {
    byte[] file = pcap(ByteOrder.LITTLE_ENDIAN, MICROS, 127, frame(0x0800, 40));

    assertThat(said(file)).containsExactly("link type 127 is not known here");
    assertThat(said(new byte[100])).singleElement().asString().contains("neither pcap nor pcapng");
    assertThat(said(new byte[0])).containsExactly("the file has only 0 octets");
    assertThat(said(Arrays.copyOf(file, 70))).anyMatch(it -> it.startsWith("the file ends in"));
  }

  @Test
  @DisplayName("gives the whole packets of a file that is cut anywhere")
  void cut() throws IOException {
    byte[] file =
        pcap(ByteOrder.LITTLE_ENDIAN, MICROS, ETHERNET, frame(0x0800, 40), frame(0x0800, 60));

    for (int length = 0; length < file.length; length++) {
      int whole = length < 24 + 16 + 54 ? 0 : 1;
      assertThat(all(reader(Arrays.copyOf(file, length)))).hasSize(whole);
    }
    assertThat(all(reader(file))).hasSize(2);
  }

  @Test
  @DisplayName("reads on, or ends, whatever the octets are")
  void hostile() throws IOException {
    var random = new Random(11);
    byte[] pcap = pcap(ByteOrder.LITTLE_ENDIAN, MICROS, ETHERNET, frame(0x0800, 40));
    byte[] pcapNg = pcapNg(ByteOrder.LITTLE_ENDIAN, frame(0x0800, 40));
    for (int round = 0; round < 20_000; round++) {
      byte[] file = (round % 2 == 0 ? pcap : pcapNg).clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        file[4 + random.nextInt(file.length - 4)] = (byte) random.nextInt();
      }
      assertThat(all(reader(file)).size()).isLessThanOrEqualTo(3);
    }
  }

  private static List<String> said(byte[] file) throws IOException {
    var reader = reader(file);
    all(reader);
    return reader.problems();
  }

  private static CaptureReader reader(byte[] file) {
    InputStream in = new ByteArrayInputStream(file);
    return new CaptureReader(in);
  }

  private static List<CaptureReader.Packet> all(CaptureReader reader) throws IOException {
    var packets = new ArrayList<CaptureReader.Packet>();
    for (var next = reader.next(); next.isPresent(); next = reader.next()) {
      packets.add(next.get());
    }
    assertThat(reader.next()).isEmpty();
    return packets;
  }

  private static byte[] frame(int etherType, int payload) {
    return ByteBuffer.allocate(14 + payload).putShort(12, (short) etherType).array();
  }

  private static byte[] pcap(ByteOrder order, int magic, int linkType, byte[]... frames) {
    ByteBuffer out = ByteBuffer.allocate(1_000).order(order);
    out.putInt(magic).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0);
    out.putInt(262_144).putInt(linkType);
    for (byte[] frame : frames) {
      out.putInt(7).putInt(500).putInt(frame.length).putInt(frame.length).put(frame);
    }
    return written(out);
  }

  /// A section with an interface of nanoseconds, and the frame in each kind of packet block.
  private static byte[] pcapNg(ByteOrder order, byte[] frame) {
    ByteBuffer out = ByteBuffer.allocate(2_000).order(order);
    block(out, 0x0a0d0d0a, body(order).putInt(0x1a2b3c4d).putInt(1).putLong(-1));
    var port = body(order).putShort((short) ETHERNET).putShort((short) 0).putInt(0);
    block(out, 1, port.putShort((short) 9).putShort((short) 1).put((byte) 9).put(new byte[3]));
    block(out, 5, body(order).putLong(0));
    long nanos = 7_000_500_000L;
    var times = body(order).putInt(0).putInt((int) (nanos >>> 32)).putInt((int) nanos);
    block(out, 6, times.putInt(frame.length).putInt(frame.length).put(frame).put(new byte[2]));
    times = body(order).putInt(0).putInt((int) (nanos >>> 32)).putInt((int) nanos);
    block(out, 2, times.putInt(frame.length).putInt(frame.length).put(frame).put(new byte[2]));
    block(out, 3, body(order).putInt(frame.length).put(frame).put(new byte[2]));
    return written(out);
  }

  private static ByteBuffer body(ByteOrder order) {
    return ByteBuffer.allocate(200).order(order);
  }

  private static void block(ByteBuffer out, int type, ByteBuffer body) {
    byte[] octets = written(body);
    out.putInt(type).putInt(octets.length + 12).put(octets).putInt(octets.length + 12);
  }

  private static byte[] written(ByteBuffer out) {
    byte[] octets = new byte[out.position()];
    out.get(0, octets);
    return octets;
  }
}
