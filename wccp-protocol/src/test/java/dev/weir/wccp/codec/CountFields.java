package dev.weir.wccp.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Finds every length and every count in a recorded message (§3), without the codec's help.
final class CountFields {
  private static final int PORTS_AND_MASKS = 12;
  private static final int HASH_SHARE = 36;
  private static final int WEIGHT_AND_STATUS = 4;

  private final ByteBuffer octets;
  private final List<Place> found = new ArrayList<>();

  private CountFields(byte[] datagram) {
    this.octets = ByteBuffer.wrap(datagram);
  }

  /// One length or count: what it is, where it is, and how many octets wide.
  record Place(String what, int at, int width, boolean isCount) {
    /// The value in this datagram.
    long value(byte[] datagram) {
      long value = 0;
      for (int i = 0; i < width; i++) {
        value = value << 8 | (datagram[at + i] & 0xff);
      }
      return value;
    }

    /// The datagram with another value here; its low octets, when it does not fit.
    byte[] with(byte[] datagram, long value) {
      byte[] changed = datagram.clone();
      for (int i = 0; i < width; i++) {
        changed[at + i] = (byte) (value >> (8 * (width - 1 - i)));
      }
      return changed;
    }
  }

  /// All of them, in the order of the datagram.
  static List<Place> of(byte[] datagram) {
    var fields = new CountFields(datagram);
    switch (datagram[3]) {
      case 7 -> {}
      case 8 -> fields.count("v1 entries", 16);
      case 9 -> fields.count("v1 caches", 8);
      default -> fields.message();
    }
    return fields.found;
  }

  private void message() {
    length("message length", 6);
    for (int at = 8; at < octets.limit(); at += 4 + u16(at + 2)) {
      int type = u16(at);
      length("length of component " + type, at + 2);
      component(type, at + 4, at + 4 + u16(at + 2));
    }
  }

  private void component(int type, int at, int end) {
    switch (type) {
      case 2 -> count("received from", at + 12);
      case 3 -> identity(at);
      case 4 -> {
        int caches = at + 16 + 4 * count("routers in view", at + 12);
        int element = caches + 4;
        for (int left = count("caches in view", caches); left > 0; left--) {
          element = identity(element);
        }
      }
      case 5 -> count("caches heard", at + 8 + 8 * count("routers heard", at + 4));
      case 6 -> count("caches assigned", addressees(at + 8));
      case 8, 15 -> elements(type, at, end);
      case 13 -> {
        length("assignment length", at + 2);
        body(u16(at), addressees(at + 12));
      }
      case 14 -> sets(at, false);
      case 16 -> {
        length("map length", at + 2);
        body(u16(at), at + 4);
      }
      case 17 -> {
        length("entry length", at + 2);
        count("addresses", at + 4);
      }
      default -> {}
    }
  }

  private int addressees(int at) {
    return at + 4 + 12 * count("routers addressed", at);
  }

  private void elements(int type, int from, int end) {
    for (int at = from; at < end; at += 4 + u16(at + 2)) {
      length("length of element " + u16(at) + " in " + type, at + 2);
    }
  }

  private void body(int form, int at) {
    switch (form) {
      case 0 -> count("caches assigned", at);
      case 1 -> sets(at, false);
      default -> sets(at, true);
    }
  }

  /// §3.5. Where the next element begins.
  private int identity(int at) {
    int data = at + 8;
    return switch (octets.getShort(at + 6) & 0x0006) {
      case 0 -> data + HASH_SHARE;
      case 2 -> sets(data, false) + WEIGHT_AND_STATUS;
      case 4 -> data;
      default -> {
        length("extended length", data + 2);
        switch (u16(data)) {
          case 1 -> sets(data + 4, false);
          case 2 -> sets(data + 4, true);
          default -> {}
        }
        yield data + 4 + u16(data + 2);
      }
    };
  }

  /// §3.12, §3.14. Where the list ends.
  private int sets(int from, boolean alternate) {
    int at = from + 4;
    for (int set = count("mask sets", from); set > 0; set--) {
      int inner = count(alternate ? "caches of a set" : "values of a set", at + PORTS_AND_MASKS);
      at += PORTS_AND_MASKS + 4;
      for (; inner > 0; inner--) {
        at += alternate ? 8 + 4 * count("value numbers", at + 4) : 16;
      }
    }
    return at;
  }

  private int count(String what, int at) {
    found.add(new Place(what, at, 4, true));
    return octets.getInt(at);
  }

  private void length(String what, int at) {
    found.add(new Place(what, at, 2, false));
  }

  private int u16(int at) {
    return octets.getShort(at) & 0xffff;
  }
}
