package dev.weir.gre;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("F2 packets that are wrong")
class MalformedPacketsTest {
  private static final Set<Verdict> OF_THE_HOST =
      EnumSet.of(
          Verdict.OWN_CONNECTION, Verdict.RATE_PACKETS, Verdict.TUN_FULL, Verdict.TUN_REFUSED);
  private static final int PACKETS = 1_000_000;
  private static final long HEAP_OCTETS_MAX = 1 << 20;
  private static final int ETHERNET = 14;

  /// Every reason to drop that is in the packet itself: not what the host opens, takes in or lacks.
  private static final List<Verdict> REASONS =
      Stream.of(Verdict.values())
          .filter(verdict -> verdict.fate() == Verdict.Fate.DROP)
          .filter(verdict -> !OF_THE_HOST.contains(verdict))
          .toList();

  private final Decapsulator decapsulator = new Decapsulator(DecapsulatorTest.POLICY);

  @Test
  @DisplayName(
      "a million, each dropped for its own reason and counted once, at no cost to the heap")
  void million() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var packets = new MalformedPackets(0x883E, MalformedPackets.ALL);
    var frame = ByteBuffer.allocate(ETHERNET + MalformedPackets.OCTETS_MAX);
    var packet = frame.slice(ETHERNET, MalformedPackets.OCTETS_MAX);
    var random = new SplittableRandom(0x0800);
    var counts = new VerdictCounts();
    var expected = new VerdictCounts();

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int round = 0; round < PACKETS; round++) {
      packets.next(packet);
      boolean link = random.nextInt(MalformedPackets.ALL.size()) == 0;
      boolean cut = link && random.nextBoolean();
      frame.putShort(12, (short) (link && !cut ? random.nextInt(0x0800) : 0x0800));
      int octets = cut ? random.nextInt(ETHERNET) : ETHERNET + packet.limit();
      counts.add(decapsulator.judgeEthernet(frame, 0, octets));
      expected.add(link ? Verdict.LINK_TYPE : packets.reason());
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(all(counts)).isEqualTo(all(expected));
    assertThat(REASONS).allSatisfy(it -> assertThat(counts.count(it)).as(it.name()).isPositive());
    assertThat(REASONS.stream().mapToLong(counts::count).sum()).isEqualTo(PACKETS);
    assertThat(counts.total()).isEqualTo(PACKETS);
    assertThat(allocated).isLessThan(HEAP_OCTETS_MAX);
  }

  @Test
  @DisplayName("200,000 mutations: never an exception, never a read beyond the captured octets")
  void survivesMutations() {
    var random = new SplittableRandom(0x883E);
    List<byte[]> seeds = Stream.of("v2", "v1", "dynamic", "null").map(PacketRecipe::cook).toList();
    var counts = new VerdictCounts();
    var tight = new ArrayList<Verdict>();

    for (int round = 0; round < 200_000; round++) {
      byte[] packet = mutate(seeds.get(random.nextInt(seeds.size())), random);
      // No octet follows the packet here: a read beyond it throws.
      Verdict verdict = decapsulator.judge(ByteBuffer.wrap(packet), 0, packet.length);
      counts.add(verdict);
      if (verdict.fate() != Verdict.Fate.DROP
          && decapsulator.innerOffset() + decapsulator.innerLength() > packet.length) {
        tight.add(verdict);
      }
    }

    assertThat(tight).as("inner packets that end beyond the captured octets").isEmpty();
    assertThat(counts.total()).isEqualTo(200_000);
    assertThat(Stream.of(Verdict.values()).mapToLong(counts::count).sum()).isEqualTo(200_000);
    assertThat(counts.count(Verdict.DELIVER)).isBetween(1_000L, 150_000L);
    assertThat(counts.count(Verdict.INNER_IP_CHECKSUM)).isPositive();
  }

  private static Map<Verdict, Long> all(VerdictCounts counts) {
    var all = new EnumMap<Verdict, Long>(Verdict.class);
    for (Verdict verdict : Verdict.values()) {
      all.put(verdict, counts.count(verdict));
    }
    return all;
  }

  private static byte[] mutate(byte[] seed, SplittableRandom random) {
    byte[] packet = seed.clone();
    for (int edits = random.nextInt(4); edits > 0; edits--) {
      int at = random.nextInt(packet.length);
      packet[at] =
          random.nextBoolean()
              ? (byte) (packet[at] ^ 1 << random.nextInt(8))
              : (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0
        ? Arrays.copyOf(packet, random.nextInt(packet.length + 16))
        : packet;
  }
}
