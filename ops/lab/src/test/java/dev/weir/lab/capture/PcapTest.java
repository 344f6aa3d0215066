package dev.weir.lab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The reader of pcap files")
final class PcapTest {
  private static final int MICROS = 0xa1b2c3d4;
  private static final int NANOS = 0xa1b23c4d;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("reads either byte order and either resolution, and skips what is not IPv4")
  void reads(boolean bigEndian) {
    ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    byte[] file = file(order, MICROS, frame(0x0806, 28), frame(0x0800, 40));
    byte[] nanos = file(order, NANOS, frame(0x0800, 40));

    List<Pcap.Captured> packets = Pcap.parse(ByteBuffer.wrap(file));

    assertThat(packets)
        .singleElement()
        .satisfies(packet -> {
          assertThat(packet.atMicros()).isEqualTo(7_000_500L);
          assertThat(packet.octets().remaining()).isEqualTo(40);
          assertThat(packet.octets().order()).isEqualTo(ByteOrder.BIG_ENDIAN);
        });
    assertThat(Pcap.parse(ByteBuffer.wrap(nanos)).getFirst().atMicros()).isEqualTo(7_000_000L);
  }

  @Test
  @DisplayName("gives the whole packets of a file that is cut anywhere")
  void survivesTruncation() {
    byte[] file = file(ByteOrder.LITTLE_ENDIAN, MICROS, frame(0x0800, 40), frame(0x0800, 60));

    for (int length = 0; length < file.length; length++) {
      int whole = length < 24 + 16 + 54 ? 0 : 1;
      assertThat(Pcap.parse(ByteBuffer.wrap(file, 0, length).slice())).hasSize(whole);
    }
    assertThat(Pcap.parse(ByteBuffer.wrap(file))).hasSize(2);
  }

  @Test
  @DisplayName("finds nothing in a file of another kind, nor in one that is not there")
  void refusesOthers() throws Exception {
    assertThat(Pcap.parse(ByteBuffer.wrap(new byte[100]))).isEmpty();
    assertThat(Pcap.read(Path.of("/nonexistent.pcap"))).isEmpty();
  }

  private static byte[] frame(int etherType, int payload) {
    return ByteBuffer.allocate(14 + payload).putShort(12, (short) etherType).array();
  }

  private static byte[] file(ByteOrder order, int magic, byte[]... frames) {
    ByteBuffer out = ByteBuffer.allocate(1_000).order(order);
    out.putInt(magic).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0);
    out.putInt(262_144).putInt(1);
    for (byte[] frame : frames) {
      out.putInt(7).putInt(500).putInt(frame.length).putInt(frame.length).put(frame);
    }
    byte[] octets = new byte[out.position()];
    out.get(0, octets);
    return octets;
  }
}
