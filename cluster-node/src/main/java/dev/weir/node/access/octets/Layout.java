package dev.weir.node.access.octets;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Where the parts of a record lie in its octets. Texts follow in the order of [Text], each behind
/// its length.
///
/// ```
///  0 u32 octets, a multiple of 8      32 u64 octets of the body sent
///  4 u16 status | u8 result | u8 source   40 u32 octets of the head sent
///  8 u64 end, ms of 1970              44 u32 client's IPv4 address
/// 16 u64 elapsed, ns                  48 u32 the other side's IPv4 address
/// 24 u64 request id                   52 u16 client's port | u16 the other side's
/// 56 u32 marks                        60 u32 router's IPv4 address
/// 64 u16 length, octets | u16 length, octets | ...
/// ```
public final class Layout {
  public static final int LENGTH = 0;
  public static final int OUTCOME = 4;
  public static final int ENDED = 8;
  public static final int ELAPSED = 16;
  public static final int ID = 24;
  public static final int BODY = 32;
  public static final int HEAD = 40;
  public static final int CLIENT = 44;
  public static final int OTHER = 48;
  public static final int PORTS = 52;
  public static final int MARKS = 56;
  public static final int ROUTER = 60;
  public static final int TEXTS = 64;

  /// The longest record.
  public static final int OCTETS_MAX = longest();

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Layout() {}

  private static int longest() {
    int octets = TEXTS;
    for (Text text : Text.values()) {
      octets += 2 + text.octetsMax();
    }
    return aligned(octets);
  }

  public static int aligned(int octets) {
    return (octets + 7) & ~7;
  }

  public static int u32(byte[] from, int at) {
    return (int) INT.get(from, at);
  }

  public static void u32(byte[] to, int at, int value) {
    INT.set(to, at, value);
  }

  public static long u64(byte[] from, int at) {
    return (long) LONG.get(from, at);
  }

  public static void u64(byte[] to, int at, long value) {
    LONG.set(to, at, value);
  }

  public static int u16(byte[] from, int at) {
    return (from[at] & 0xff) | (from[at + 1] & 0xff) << 8;
  }

  public static void u16(byte[] to, int at, int value) {
    to[at] = (byte) value;
    to[at + 1] = (byte) (value >>> 8);
  }
}
