package dev.weir.cache.compact;

import java.util.Arrays;

/// Octets in the making. Confined to one thread.
final class CompactWriter {
  private byte[] octets = new byte[160];
  private int count;

  CompactWriter u8(int value) {
    room(1);
    octets[count++] = (byte) value;
    return this;
  }

  CompactWriter u32(long value) {
    room(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      octets[count++] = (byte) (value >>> shift);
    }
    return this;
  }

  /// Seven bits an octet, the lowest first.
  CompactWriter number(long value) {
    room(10);
    long left = value;
    while ((left & ~0x7fL) != 0) {
      octets[count++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    octets[count++] = (byte) left;
    return this;
  }

  /// A number of either sign.
  CompactWriter signed(long value) {
    return number((value << 1) ^ (value >> 63));
  }

  /// How long it is, and the text.
  CompactWriter text(String text) {
    return number(text.length()).octets(Latin.octets(text));
  }

  CompactWriter octets(byte[] more) {
    room(more.length);
    System.arraycopy(more, 0, octets, count, more.length);
    count += more.length;
    return this;
  }

  byte[] finish() {
    return Arrays.copyOf(octets, count);
  }

  private void room(int wanted) {
    if (octets.length - count < wanted) {
      octets = Arrays.copyOf(octets, Math.max(2 * octets.length, count + wanted));
    }
  }
}
