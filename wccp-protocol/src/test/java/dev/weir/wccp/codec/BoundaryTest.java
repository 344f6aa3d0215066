package dev.weir.wccp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.codec.Decoded.Accepted;
import dev.weir.wccp.codec.Decoded.Cause;
import dev.weir.wccp.codec.Decoded.Rejected;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The edges of every field and every list: what is just legal is accepted and written back, the
/// next value is refused with its cause. The tables are in boundary-values.txt and
/// boundary-counts.txt.
final class BoundaryTest {
  static Stream<Arguments> values() {
    return rows("boundary-values.txt")
        .map(cells -> Arguments.of(cells.get(0), cells.get(1), cells.get(2), cells.subList(3, 5)));
  }

  static Stream<Arguments> counts() {
    return rows("boundary-counts.txt")
        .map(cells -> Arguments.of(cells.get(0), cells.get(1), cells.get(2), cells.subList(3, 6)));
  }

  @ParameterizedTest(name = "§4.5 {0} of {1} at {2}")
  @MethodSource("values")
  void value(String field, String vector, String place, List<String> cells) {
    var message = RecordedMessage.of(vector);
    for (String value : words(cells.get(0))) {
      assertThat(message.decodedWith(place, value))
          .as("%s %s", field, value)
          .isInstanceOf(Accepted.class);
    }
    for (String refusal : words(cells.get(1))) {
      List<String> parts = List.of(refusal.split("=", 2));
      assertThat(cause(message.decodedWith(place, parts.get(0))))
          .as("%s %s", field, parts.get(0))
          .isEqualTo(Cause.valueOf(parts.get(1)));
    }
  }

  @ParameterizedTest(name = "§4.5 number of {0} of {1} at {2}")
  @MethodSource("counts")
  void count(String list, String vector, String place, List<String> cells) {
    var message = RecordedMessage.of(vector);
    int entryOctets = Integer.parseInt(cells.get(0));
    int most = Integer.parseInt(cells.get(2));

    assertThat(message.decodedWithEntries(place, entryOctets, Integer.parseInt(cells.get(1))))
        .as(list)
        .isInstanceOf(Accepted.class);
    assertThat(message.decodedWithEntries(place, entryOctets, most))
        .as(list)
        .isInstanceOf(Accepted.class);
    assertThat(cause(message.decodedWithEntries(place, entryOctets, most + 1)))
        .as(list)
        .isEqualTo(Cause.COUNT);
  }

  private static Object cause(Decoded decoded) {
    return switch (decoded) {
      case Rejected rejected -> rejected.cause();
      case Accepted accepted -> accepted;
    };
  }

  private static List<String> words(String cell) {
    return cell.isEmpty() ? List.of() : List.of(cell.split(" ", -1));
  }

  private static Stream<List<String>> rows(String table) {
    try (InputStream in = BoundaryTest.class.getResourceAsStream("/" + table)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A recorded message in which one place is given another value.
  private static final class RecordedMessage {
    private final String vector;
    private final byte[] octets;
    private final ByteBuffer fields;

    private RecordedMessage(String vector) {
      this.vector = vector;
      this.octets = Vectors.octets(vector);
      this.fields = ByteBuffer.wrap(octets);
    }

    static RecordedMessage of(String number) {
      return new RecordedMessage(
          Vectors.ALL.stream().filter(name -> name.startsWith(number)).findFirst().orElseThrow());
    }

    Decoded decodedWith(String place, String value) {
      byte[] datagram = octets.clone();
      byte[] patch = HexFormat.of().parseHex(value);
      System.arraycopy(patch, 0, datagram, at(place), patch.length);
      return decoded(datagram);
    }

    /// The list whose count stands at `place` has so many entries.
    Decoded decodedWithEntries(String place, int entryOctets, int count) {
      int countAt = at(place);
      int first = countAt + 4;
      int grown = (count - fields.getInt(countAt)) * entryOctets;
      int kept = first + Math.max(0, -grown);
      byte[] datagram = new byte[octets.length + grown];
      System.arraycopy(octets, 0, datagram, 0, first);
      System.arraycopy(octets, kept, datagram, kept + grown, octets.length - kept);
      var changed = ByteBuffer.wrap(datagram).putInt(countAt, count);
      if (!place.startsWith("header")) {
        int lengthAt = at(place.replaceFirst("\\+.*", "-2"));
        changed.putShort(lengthAt, (short) (changed.getShort(lengthAt) + grown));
        changed.putShort(6, (short) (datagram.length - 8));
      }
      return decoded(datagram);
    }

    private Decoded decoded(byte[] datagram) {
      return DecodingRules.decode(Datagrams.codec(vector), datagram);
    }

    private int at(String place) {
      if (place.startsWith("header")) {
        return Integer.parseInt(place.substring("header".length()));
      }
      int type = Integer.parseInt(place.replaceFirst("[+-].*", ""));
      int offset = Integer.parseInt(place.replaceFirst("^\\d+", ""));
      int at = 8;
      while (fields.getShort(at) != type) {
        at += 4 + fields.getShort(at + 2);
      }
      return at + 4 + offset;
    }
  }
}
