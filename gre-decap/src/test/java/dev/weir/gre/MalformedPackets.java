package dev.weir.gre;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/// Redirected packets with one thing wrong in each, by seed, for [DecapsulatorTest#POLICY]'s node
/// and router: whatever may vary varies, and the reason to drop it is known beforehand.
///
/// Allocates nothing per packet.
public final class MalformedPackets {
  /// The longest there is.
  public static final int OCTETS_MAX = 1500;

  private static final int GRE = 20;
  private static final int REDIRECT = 24;
  private static final int INNER = 28;
  private static final int OPTION_OCTETS = 8;
  private static final int[] INSANE_FLAGS = {0x00, 0x03, 0x06, 0x07, 0x0B, 0x13, 0x29, 0x3F};
  private static final int ROUTER = Ipv4Octets.toInt(PacketRecipe.ROUTER);
  private static final int NODE = Ipv4Octets.toInt(PacketRecipe.NODE);
  private static final int FORWARDER = Ipv4Octets.toInt(PacketRecipe.FORWARDER);
  private static final int[] US = {
    NODE, ROUTER, Ipv4Octets.toInt(PacketRecipe.PEER), Ipv4Octets.toInt(PacketRecipe.SECOND_ROUTER)
  };

  @FunctionalInterface
  private interface Defect {
    void in(ByteBuffer packet, SplittableRandom random);
  }

  private static final Map<Verdict, Defect> DEFECTS = defects();

  /// What can be wrong behind the outer header, which the sender's kernel may write.
  public static final List<Verdict> INSIDE =
      DEFECTS.keySet().stream()
          .filter(verdict -> verdict.compareTo(Verdict.GRE_FLAGS) >= 0)
          .filter(verdict -> verdict.compareTo(Verdict.INNER_LAND) <= 0)
          .toList();

  /// Everything that can be wrong with a packet.
  public static final List<Verdict> ALL = List.copyOf(DEFECTS.keySet());

  private final SplittableRandom random;
  private final List<Verdict> reasons;
  private Verdict reason = Verdict.DELIVER;

  /// Packets that are to be dropped for these reasons.
  public MalformedPackets(long seed, List<Verdict> reasons) {
    this.random = new SplittableRandom(seed);
    this.reasons = reasons;
  }

  /// Writes the next one from the first octet of a big-endian buffer on, and makes its end the
  /// buffer's limit.
  public void next(ByteBuffer packet) {
    reason = reasons.get(random.nextInt(reasons.size()));
    int options = reason == Verdict.INNER_SOURCE_ROUTE ? OPTION_OCTETS : 0;
    int tail = random.nextInt(8) == 0 ? 1_400 : 64;
    packet.clear().limit(INNER + 40 + options + random.nextInt(tail));
    outer(packet);
    inner(packet, options);
    Objects.requireNonNull(DEFECTS.get(reason)).in(packet, random);
    if (reason != Verdict.INNER_IP_CHECKSUM && packet.limit() >= INNER + 20 + options) {
      mendChecksum(packet, 20 + options);
    }
  }

  /// Why the last one is to be dropped.
  public Verdict reason() {
    return reason;
  }

  private void outer(ByteBuffer packet) {
    packet.putShort(0, (short) 0x4500).putShort(2, (short) packet.limit());
    packet.putInt(4, random.nextInt() & 0xFFFF0000).putInt(8, 0x402F0000);
    packet.putInt(12, ROUTER).putInt(16, NODE);
    packet.putInt(GRE, 0x0000883E);
    packet.putInt(REDIRECT, random.nextInt() & 0xFFFF);
  }

  private void inner(ByteBuffer packet, int options) {
    packet.putShort(INNER, (short) ((0x45 + options / 4) << 8 | random.nextInt(256)));
    packet.putShort(INNER + 2, (short) (packet.limit() - INNER));
    packet.putInt(INNER + 4, random.nextInt() & 0xFFFF4000);
    packet.putInt(INNER + 8, (1 + random.nextInt(255)) << 24 | 0x060000);
    packet.putInt(INNER + 12, 0x0A000000 | random.nextInt(1 << 24));
    packet.putInt(INNER + 16, 0xCB007100 | random.nextInt(200));
    int tcp = INNER + 20 + options;
    packet.putShort(tcp, (short) (1_024 + random.nextInt(60_000))).putShort(tcp + 2, (short) 80);
    packet.putInt(tcp + 4, random.nextInt()).putInt(tcp + 8, random.nextInt());
    packet.putInt(tcp + 12, 0x50100000 | random.nextInt(0x10000));
    for (int at = tcp + 16; at < packet.limit(); at++) {
      packet.put(at, (byte) random.nextInt());
    }
  }

  private static void mendChecksum(ByteBuffer packet, int octets) {
    packet.putShort(INNER + 10, (short) 0);
    packet.putShort(INNER + 10, (short) ~Ipv4Octets.sum(packet, INNER, octets));
  }

  private static Map<Verdict, Defect> defects() {
    var defects = new EnumMap<Verdict, Defect>(Verdict.class);
    outerDefects(defects);
    innerDefects(defects);
    transportDefects(defects);
    addressDefects(defects);
    return defects;
  }

  private static void outerDefects(Map<Verdict, Defect> defects) {
    defects.put(Verdict.OUTER_TRUNCATED, (p, random) -> p.limit(random.nextInt(p.limit())));
    defects.put(Verdict.OUTER_HEADER, (p, random) -> p.put(0, otherVersion(random)));
    defects.put(Verdict.ROUTER_NOT_IN_VIEW, (p, random) -> p.putInt(12, client(random)));
    defects.put(Verdict.OUTER_DST, (p, random) -> p.putInt(16, client(random)));
    defects.put(
        Verdict.OUTER_FRAGMENT, (p, random) -> p.putShort(6, (short) (1 + random.nextInt(0x3FFF))));
    defects.put(
        Verdict.GRE_FLAGS, (p, random) -> p.putShort(GRE, (short) (1 + random.nextInt(0xFFFF))));
    defects.put(
        Verdict.GRE_PROTOCOL,
        (p, random) -> p.putShort(GRE + 2, (short) (0x883E + 1 + random.nextInt(0xFFFF))));
    defects.put(
        Verdict.GRE_TRUNCATED,
        (p, random) -> {
          p.limit(GRE + random.nextInt(9));
          p.putShort(2, (short) p.limit());
        });
    defects.put(
        Verdict.SERVICE_UNKNOWN,
        (p, random) -> p.put(REDIRECT + 1, (byte) (100 + random.nextInt(156))));
  }

  private static void innerDefects(Map<Verdict, Defect> defects) {
    defects.put(Verdict.INNER_VERSION, (p, random) -> p.put(INNER, otherVersion(random)));
    defects.put(Verdict.INNER_IHL, (p, random) -> p.put(INNER, (byte) (0x40 | random.nextInt(5))));
    defects.put(
        Verdict.INNER_IP_CHECKSUM,
        (p, random) -> {
          mendChecksum(p, 20);
          int wrong = WireChecks.u16(p, INNER + 10) + 1 + random.nextInt(0xFFFE);
          p.putShort(INNER + 10, (short) ((wrong & 0xFFFF) + (wrong >>> 16)));
        });
    defects.put(
        Verdict.INNER_TOTAL_LENGTH,
        (p, random) -> {
          int longer = p.limit() - INNER + 1 + random.nextInt(1_000);
          p.putShort(INNER + 2, (short) (random.nextBoolean() ? longer : random.nextInt(20)));
        });
    defects.put(
        Verdict.INNER_SOURCE_ROUTE,
        (p, random) -> {
          p.putInt(INNER + 20, (random.nextBoolean() ? 0x83070400 : 0x89070400) | 10);
          p.putInt(INNER + 24, random.nextInt() & 0xFFFFFF00);
        });
    defects.put(
        Verdict.INNER_FRAGMENT_WORD,
        (p, random) -> {
          int word = random.nextBoolean() ? 0x8000 : 0x6000;
          p.putShort(INNER + 6, (short) (word | random.nextInt(0x2000)));
        });
    defects.put(
        Verdict.INNER_FRAGMENT_TINY,
        (p, random) -> p.putShort(INNER + 6, (short) (random.nextInt(3) << 13 | 1)));
  }

  private static void transportDefects(Map<Verdict, Defect> defects) {
    defects.put(
        Verdict.INNER_PROTOCOL, (p, random) -> p.put(INNER + 9, (byte) (7 + random.nextInt(255))));
    defects.put(
        Verdict.INNER_TCP_DOFF, (p, random) -> p.put(INNER + 32, (byte) (random.nextInt(5) << 4)));
    defects.put(
        Verdict.INNER_TCP_FLAGS,
        (p, random) -> {
          int flags = INSANE_FLAGS[random.nextInt(INSANE_FLAGS.length)];
          p.put(INNER + 33, (byte) (flags | random.nextInt(4) << 6));
        });
    defects.put(
        Verdict.INNER_PORT,
        (p, random) -> {
          boolean zero = random.nextBoolean();
          p.putShort(INNER + (zero ? 20 : 22), (short) (zero ? 0 : 81 + random.nextInt(60_000)));
        });
  }

  private static void addressDefects(Map<Verdict, Defect> defects) {
    defects.put(
        Verdict.INNER_DST_LOCAL, (p, random) -> p.putInt(INNER + 16, US[random.nextInt(4)]));
    defects.put(Verdict.INNER_DST_FORBIDDEN, (p, random) -> p.putInt(INNER + 16, nobody(random)));
    defects.put(
        Verdict.INNER_SRC_FORBIDDEN,
        (p, random) ->
            p.putInt(INNER + 12, random.nextBoolean() ? US[random.nextInt(4)] : nobody(random)));
    defects.put(Verdict.INNER_LAND, (p, random) -> p.putInt(INNER + 12, p.getInt(INNER + 16)));
    defects.put(
        Verdict.FORWARDED_ODD,
        (p, random) -> {
          p.putInt(12, FORWARDER);
          if (random.nextBoolean()) {
            p.put(INNER + 33, (byte) 0x02); // SYN
          } else {
            p.putShort(INNER + 6, (short) 0x2000); // a first fragment
          }
        });
  }

  /// The first octet of an IPv4 header, with another version.
  private static byte otherVersion(SplittableRandom random) {
    return (byte) ((5 + random.nextInt(15)) % 16 << 4 | 5);
  }

  private static int client(SplittableRandom random) {
    return 0x0A000000 | random.nextInt(1 << 24);
  }

  /// In 0/8, 127/8 or 224/3.
  private static int nobody(SplittableRandom random) {
    int rest = random.nextInt(1 << 24);
    return switch (random.nextInt(3)) {
      case 0 -> rest;
      case 1 -> 127 << 24 | rest;
      default -> (224 + random.nextInt(32)) << 24 | rest;
    };
  }
}
