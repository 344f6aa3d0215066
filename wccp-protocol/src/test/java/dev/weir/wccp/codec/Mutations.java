package dev.weir.wccp.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/// Recorded messages with one to three things changed, endlessly and reproducibly.
///
/// Three of four have their header's length mended, so that the change reaches what reads the
/// components.
final class Mutations {
  private static final long[] NOTABLE = {0, 1, 255, 32_767, 65_535, 0x7fff_ffffL, 0xffff_ffffL};
  private static final int HEADER_OCTETS = 8;

  private final SplittableRandom random;
  private final List<byte[]> seeds;

  /// Mutations of `seeds`; the same number gives the same sequence.
  Mutations(List<byte[]> seeds, long number) {
    this.seeds = seeds;
    this.random = new SplittableRandom(number);
  }

  /// The next one.
  byte[] next() {
    byte[] datagram = any(seeds).clone();
    for (int edits = 1 + random.nextInt(3); edits > 0 && datagram.length > 0; edits--) {
      datagram = edit(datagram);
    }
    return random.nextInt(4) == 0 ? datagram : Datagrams.measured(datagram);
  }

  private byte[] edit(byte[] datagram) {
    return switch (random.nextInt(10)) {
      case 0 -> flipped(datagram);
      case 1 -> Arrays.copyOf(datagram, random.nextInt(datagram.length + 1));
      case 2, 3 -> counted(datagram, 2);
      case 4, 5 -> counted(datagram, 4);
      case 6 -> inserted(datagram);
      case 7 -> shuffled(datagram);
      case 8 -> duplicated(datagram);
      default -> grafted(datagram);
    };
  }

  private byte[] flipped(byte[] datagram) {
    datagram[random.nextInt(datagram.length)] ^= (byte) (1 << random.nextInt(8));
    return datagram;
  }

  /// A field of `octets` octets, aligned as lengths and counts are, becomes a value at the edge of
  /// what it can hold, or one more or less than it was.
  private byte[] counted(byte[] datagram, int octets) {
    int at = random.nextInt(datagram.length / octets + 1) * octets;
    if (at + octets > datagram.length) {
      return datagram;
    }
    long present = 0;
    for (int i = 0; i < octets; i++) {
      present = present << 8 | (datagram[at + i] & 0xff);
    }
    int choice = random.nextInt(NOTABLE.length + 2);
    long value =
        choice < NOTABLE.length ? NOTABLE[choice] : present + (choice == NOTABLE.length ? 1 : -1);
    for (int i = octets - 1; i >= 0; i--, value >>= 8) {
      datagram[at + i] = (byte) value;
    }
    return datagram;
  }

  private byte[] inserted(byte[] datagram) {
    byte[] added = new byte[random.nextBoolean() ? 4 : 1 + random.nextInt(16)];
    random.nextBytes(added);
    int at = random.nextInt(datagram.length + 1);
    return joined(
        List.of(
            Arrays.copyOf(datagram, at), added, Arrays.copyOfRange(datagram, at, datagram.length)));
  }

  private byte[] shuffled(byte[] datagram) {
    var parts = parts(datagram);
    if (parts.size() > 2) {
      Collections.swap(
          parts, 1 + random.nextInt(parts.size() - 1), 1 + random.nextInt(parts.size() - 1));
    }
    return joined(parts);
  }

  private byte[] duplicated(byte[] datagram) {
    var parts = parts(datagram);
    parts.add(random.nextInt(parts.size()) + 1, any(parts));
    return joined(parts);
  }

  /// A component of another message comes in, or takes the place of one.
  private byte[] grafted(byte[] datagram) {
    var parts = parts(datagram);
    var others = parts(any(seeds));
    var graft = any(others);
    int at = random.nextInt(parts.size());
    if (at > 0 && random.nextBoolean()) {
      parts.set(at, graft);
    } else {
      parts.add(at + 1, graft);
    }
    return joined(parts);
  }

  /// The header, then each component, then what is left.
  private static List<byte[]> parts(byte[] datagram) {
    var parts = new ArrayList<byte[]>();
    int at = Math.min(HEADER_OCTETS, datagram.length);
    parts.add(Arrays.copyOf(datagram, at));
    while (at + 4 <= datagram.length) {
      int length = 4 + ((datagram[at + 2] & 0xff) << 8 | (datagram[at + 3] & 0xff));
      int end = Math.min(at + length, datagram.length);
      parts.add(Arrays.copyOfRange(datagram, at, end));
      at = end;
    }
    parts.add(Arrays.copyOfRange(datagram, at, datagram.length));
    return parts;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static byte[] joined(List<byte[]> parts) {
    byte[] whole = new byte[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }
}
