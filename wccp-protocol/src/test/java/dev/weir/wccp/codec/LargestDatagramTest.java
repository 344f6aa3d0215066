package dev.weir.wccp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Datagrams as large as UDP carries, full of the smallest things there are.
final class LargestDatagramTest {
  private static final int DATAGRAM_OCTETS = 65_504;

  /// Octets of heap for an octet of the datagram: a value of a mask has 16 octets and becomes six
  /// objects.
  private static final int HEAP_FACTOR_MAX = 60;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static Stream<Arguments> shapes() {
    return Stream.of(
        Arguments.of("empty components", filled("04-v2-hia-first", 0x0063_0000)),
        Arguments.of("one unknown component", behind("04-v2-hia-first", 0x63)),
        Arguments.of("capabilities", behind("04-v2-hia-first", 8)),
        Arguments.of("commands", behind("04-v2-hia-first", 15)),
        Arguments.of("values", values()),
        Arguments.of("value numbers", numbers()));
  }

  @ParameterizedTest(name = "§4.5 {0}: its heap is bounded by its octets")
  @MethodSource("shapes")
  void heap(String shape, byte[] datagram) {
    var codec = Datagrams.codec("04-v2-hia-first");
    DecodingRules.decode(codec, datagram); // what classes and lambdas cost once is no packet's cost

    long before = threads.getCurrentThreadAllocatedBytes();
    codec.decode(datagram);
    long heapBytes = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(heapBytes).as(shape).isBetween(1L, (long) HEAP_FACTOR_MAX * DATAGRAM_OCTETS);
  }

  private static byte[] filled(String vector, int word) {
    byte[] whole = Vectors.octets(vector);
    var out = ByteBuffer.allocate(DATAGRAM_OCTETS).put(whole);
    while (out.remaining() >= 4) {
      out.putInt(word);
    }
    return Datagrams.measured(out.array());
  }

  private static byte[] behind(String vector, int type) {
    byte[] whole = Vectors.octets(vector);
    var out = ByteBuffer.allocate(DATAGRAM_OCTETS).put(whole);
    out.putShort((short) type).putShort((short) (out.remaining() - 2));
    while (out.remaining() >= 4) {
      out.putInt(0x0009_0000);
    }
    return Datagrams.measured(out.array());
  }

  private static byte[] values() {
    byte[] whole = Arrays.copyOf(Vectors.octets("12-v2-redirect-assign-mask"), DATAGRAM_OCTETS);
    var out = ByteBuffer.wrap(whole);
    out.putShort(0x2e, (short) (DATAGRAM_OCTETS - 0x30))
        .putInt(0x5c, (DATAGRAM_OCTETS - 0x60) / 16);
    return Datagrams.measured(whole);
  }

  private static byte[] numbers() {
    byte[] whole =
        Arrays.copyOf(Vectors.octets("20-v201-redirect-assign-altmask"), DATAGRAM_OCTETS);
    var out = ByteBuffer.wrap(whole);
    int count = (DATAGRAM_OCTETS - 0x68) / 4;
    out.putShort(0x2e, (short) (DATAGRAM_OCTETS - 0x30)).putInt(0x50, 0x1fff_ffff).putInt(0x5c, 1);
    out.putInt(0x64, count);
    for (int i = 0; i < count; i++) {
      out.putInt(0x68 + 4 * i, 0xffff_ffff - i);
    }
    return Datagrams.measured(whole);
  }
}
