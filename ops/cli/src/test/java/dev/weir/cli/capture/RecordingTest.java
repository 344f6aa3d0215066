package dev.weir.cli.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.gre.BucketSet;
import dev.weir.gre.DecapsulationPolicy;
import dev.weir.gre.JoinedService;
import dev.weir.gre.ReturnWay;
import dev.weir.gre.Verdict.Fate;
import dev.weir.lab.capture.CaptureReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("weir capture: what it writes")
final class RecordingTest {
  private static final Inet4Address NODE = Inet4Address.ofLiteral("192.0.2.11");
  private static final Inet4Address ROUTER = Inet4Address.ofLiteral("192.0.2.1");
  private static final String CLIENT = "c6336407";
  private static final long SIZE_MAX = 1 << 20;
  private static final Order EVERYTHING = new Order(false, Set.of(), Set.of(), Long.MAX_VALUE);
  private static final Order INSIDE = new Order(true, Set.of(), Set.of(), Long.MAX_VALUE);

  // Vector 30, SYN 198.51.100.7:40000 -> 203.0.113.80:80; from the outer header on.
  private static final String RIGHT =
      "4500004400000000402ff67dc0000201c000020b0000883e000000ea"
          + "45000028000140004006d443c6336407cb0071509c400050000003e8000000005002ffffa8de0000";
  private static final String LATER_PIECE = RIGHT.replaceFirst("00000000402f", "00000003402f");
  private static final String WCCP =
      "45000020000000004011f6b0c0000201c000020b0800080000000c00000000" + "00";

  private final Judge judge = new Judge(NODE);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  @DisplayName("§6 each packet has the node's verdict beside it; the file can be read again")
  void verdicts() throws IOException {
    informed();
    var recording = recording(INSIDE, SIZE_MAX);

    assertThat(recording.take(frame(RIGHT), 1_000_001)).isTrue();
    assertThat(recording.take(frame(RIGHT.replace("00ea", "0010")), 1_000_002)).isTrue();
    assertThat(recording.take(frame(RIGHT.replace("4006d443", "4011d438")), 1_000_003)).isTrue();
    assertThat(recording.take(frame(RIGHT.replace("c0000201", "c0000209")), 1_000_004)).isTrue();
    assertThat(recording.take(frame(LATER_PIECE), 1_000_005)).isTrue();

    assertThat(comments())
        .containsExactly(
            "deliver | standard service 0, bucket 234",
            "deliver, another's bucket | standard service 0, bucket 16",
            "drop: inner_protocol | standard service 0, bucket 234",
            "drop: router_not_in_view | standard service 0, bucket 234",
            "a piece: the kernel joins them, and the node judges the whole");
    assertThat(lengths()).containsExactly(40, 40, 40, 40, 68);
    assertThat(recording.summary())
        .isEqualTo(
            "5 packets written (2 deliver, 1 router_not_in_view, 1 inner_protocol),"
                + " 0 passed over");
  }

  @Test
  @DisplayName("§6.1 what cannot be found inside is written with its outer header")
  void nothingInside() throws IOException {
    informed();
    recording(INSIDE, SIZE_MAX).take(frame(RIGHT.replace("883e", "0800")), 1);

    assertThat(comments()).containsExactly("drop: gre_protocol");
    assertThat(lengths()).containsExactly(68);
  }

  @Test
  @DisplayName("whole frames are written with WCCP and with what the node gives back")
  void frames() throws IOException {
    informed();
    var recording = recording(EVERYTHING, SIZE_MAX);
    recording.take(frame(WCCP), 1);
    recording.take(frame(RIGHT.replace("c0000201c000020b", "c000020bc0000201")), 2);
    recording.take(new byte[60], 3);

    assertThat(comments()).containsExactly("WCCP", "given back to its router", "no IPv4");
    assertThat(lengths()).containsExactly(32, 68); // the reader leaves out what is no IPv4
    assertThat(recording.summary()).isEqualTo("3 packets written, 0 passed over");
  }

  @Test
  @DisplayName("as long as no node answers, only the form is told")
  void notInformed() throws IOException {
    var recording = recording(INSIDE, SIZE_MAX);
    recording.take(frame(RIGHT), 1);
    recording.take(frame(RIGHT.replace("4006d443", "4011d438")), 2);

    assertThat(comments())
        .containsExactly(
            "not judged, no node answers; right in form | standard service 0, bucket 234",
            "not judged, no node answers; wrong in form: inner_protocol"
                + " | standard service 0, bucket 234");
  }

  @Test
  @DisplayName("hosts and fates choose; the count and the size end it")
  void filters() throws IOException {
    informed();
    var client = Set.of(Inet4Address.ofLiteral("198.51.100.7"));
    var order = new Order(true, client, Set.of(Fate.DELIVER), 2);
    var recording = recording(order, SIZE_MAX);

    assertThat(recording.take(frame(RIGHT.replace("4006d443", "4011d438")), 1)).isTrue();
    assertThat(recording.take(frame(RIGHT.replace("d443" + CLIENT, "d442c6336408")), 2)).isTrue();
    assertThat(recording.take(frame(RIGHT), 3)).isTrue();
    assertThat(recording.take(frame(RIGHT), 4)).isFalse();
    assertThat(recording.summary()).isEqualTo("2 packets written (2 deliver), 2 passed over");

    out.reset();
    var small = recording(INSIDE, 300);
    assertThat(small.take(frame(RIGHT), 1)).isTrue();
    assertThat(small.take(frame(RIGHT), 2)).isFalse();
    assertThat(out.size()).isLessThanOrEqualTo(300);
    assertThat(small.summary()).endsWith("1 passed over; the file is full");
  }

  private void informed() {
    var service = JoinedService.webCache(BucketSet.of(0xEA), ReturnWay.GRE);
    judge.follow(
        new DecapsulationPolicy(NODE, Set.of(), Map.of(ROUTER, List.of(service)), Set.of()));
  }

  private Recording recording(Order order, long octetsMax) throws IOException {
    return new Recording(judge, order, out, "n0", octetsMax);
  }

  private static byte[] frame(String packet) {
    byte[] octets = HexFormat.of().parseHex(packet);
    return ByteBuffer.allocate(14 + octets.length)
        .putShort(12, (short) 0x0800)
        .put(14, octets)
        .array();
  }

  private List<Integer> lengths() throws IOException {
    var lengths = new ArrayList<Integer>();
    var reader = new CaptureReader(new ByteArrayInputStream(out.toByteArray()));
    for (var next = reader.next(); next.isPresent(); next = reader.next()) {
      lengths.add(next.get().octets().remaining());
    }
    assertThat(reader.problems()).isEmpty();
    return lengths;
  }

  /// The comments of all packets, behind their octets.
  private List<String> comments() {
    var comments = new ArrayList<String>();
    var file = ByteBuffer.wrap(out.toByteArray()).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < file.limit(); at += file.getInt(at + 4)) {
      if (file.getInt(at) == 6) {
        int option = at + 28 + (file.getInt(at + 20) + 3) / 4 * 4;
        byte[] text = new byte[file.getShort(option + 2)];
        file.get(option + 4, text);
        comments.add(new String(text, UTF_8));
      }
    }
    return comments;
  }
}
