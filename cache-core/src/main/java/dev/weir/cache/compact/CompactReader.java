package dev.weir.cache.compact;

/// Octets being read; nothing is read past their end. Confined to one thread.
final class CompactReader {
  private byte[] octets = new byte[0];
  private int at;
  private int end;

  CompactReader over(byte[] source, int from, int to) {
    octets = source;
    at = from;
    end = to;
    return this;
  }

  int remaining() {
    return end - at;
  }

  int at() {
    return at;
  }

  byte[] octets() {
    return octets;
  }

  int u8() throws Malformed {
    skip(1);
    return octets[at - 1] & 0xff;
  }

  long u32() throws Malformed {
    skip(4);
    long value = 0;
    for (int i = at - 4; i < at; i++) {
      value = (value << 8) | (octets[i] & 0xffL);
    }
    return value;
  }

  long number() throws Malformed {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int octet = u8();
      value |= (octet & 0x7fL) << shift;
      if (octet < 0x80) {
        return value;
      }
    }
    throw new Malformed();
  }

  /// A number from 0 up to `max`.
  long number(long max) throws Malformed {
    long value = number();
    if (value < 0 || value > max) {
      throw new Malformed();
    }
    return value;
  }

  long signed() throws Malformed {
    long value = number();
    return (value >>> 1) ^ -(value & 1);
  }

  String text() throws Malformed {
    return text(length());
  }

  String text(int length) throws Malformed {
    skip(length);
    return Latin.text(octets, at - length, length);
  }

  /// How long what follows is; it is there.
  int length() throws Malformed {
    return (int) number(end - at);
  }

  void skip(int count) throws Malformed {
    if (count < 0 || end - at < count) {
      throw new Malformed();
    }
    at += count;
  }
}
