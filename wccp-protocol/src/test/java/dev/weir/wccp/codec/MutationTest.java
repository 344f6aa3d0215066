package dev.weir.wccp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.weir.wccp.codec.Decoded.Accepted;
import dev.weir.wccp.codec.Decoded.Cause;
import dev.weir.wccp.codec.Decoded.Rejected;
import dev.weir.wccp.message.ServiceGroup;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A million datagrams that are nearly messages, some of them signed by somebody with the password.
final class MutationTest {
  private static final long SEED = 0x5EED_2048;
  private static final int PACKET_COUNT = 1_000_000;
  private static final int WARM_UP_COUNT = 20_000;
  private static final long HEAP_BYTES_MAX = 64 * 1024;

  private static final Security PASSWORD = Security.md5("foo");
  private static final MessageCodec PLAIN = member(Security.NONE);
  private static final MessageCodec SIGNING = member(PASSWORD);
  private static final MessageCodec VERSION_1 = MessageCodec.version1();

  @Test
  @DisplayName(
      "§4.5 a million mutations: no exception, one cause each, at most 64 KiB of heap each")
  void million() {
    Tally.of(WARM_UP_COUNT, ~SEED); // what classes and lambdas cost once is no packet's cost

    var tally = Tally.of(PACKET_COUNT, SEED);

    assertThat(tally.accepted + tally.refusals()).isEqualTo(PACKET_COUNT);
    assertThat(tally.refused.keySet()).containsExactlyInAnyOrder(Cause.values());
    assertThat(tally.accepted).isBetween(PACKET_COUNT / 100, PACKET_COUNT / 2);
    assertThat(tally.heapBytesMost)
        .as(() -> HexFormat.of().formatHex(tally.dearest))
        .isBetween(1L, HEAP_BYTES_MAX);
  }

  private static MessageCodec member(Security security) {
    var https = new ServiceGroup(ServiceGroup.Type.DYNAMIC, 70);
    return new MessageCodec(Map.of(ServiceGroup.WEB_CACHE, security, https, security));
  }

  /// What became of the packets, and what the dearest of them cost.
  private static final class Tally {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Map<Cause, Integer> refused = new EnumMap<>(Cause.class);
    private int accepted;
    private long heapBytesMost;
    private byte[] dearest = {};

    static Tally of(int count, long seed) {
      var tally = new Tally();
      var newer = mutations(seed, name -> !name.contains("v1-"));
      var older = mutations(seed, name -> name.contains("v1-"));
      for (int i = 0; i < count; i++) {
        switch (i % 16) {
          case 0, 1 -> tally.judge(VERSION_1, older.next());
          case 2, 3, 4 -> tally.judge(SIGNING, Datagrams.signed(newer.next(), PASSWORD));
          case 5 -> tally.judge(SIGNING, newer.next());
          default -> tally.judge(PLAIN, newer.next());
        }
      }
      return tally;
    }

    private static Mutations mutations(long seed, Predicate<String> which) {
      return new Mutations(Vectors.ALL.stream().filter(which).map(Vectors::octets).toList(), seed);
    }

    private void judge(MessageCodec codec, byte[] datagram) {
      long before = threads.getCurrentThreadAllocatedBytes();
      var decoded = codec.decode(datagram);
      long heapBytes = threads.getCurrentThreadAllocatedBytes() - before;
      if (heapBytes > heapBytesMost) {
        heapBytesMost = heapBytes;
        dearest = datagram;
      }
      switch (decoded) {
        case Accepted _ -> accepted++;
        case Rejected rejected -> refused.merge(rejected.cause(), 1, Integer::sum);
      }
      DecodingRules.judge(codec, datagram, decoded);
    }

    int refusals() {
      return refused.values().stream().mapToInt(Integer::intValue).sum();
    }
  }
}
