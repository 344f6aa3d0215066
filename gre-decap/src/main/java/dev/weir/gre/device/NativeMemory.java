package dev.weir.gre.device;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Memory that a C library owns, seen through one long-lived `ByteBuffer`.
///
/// libpcap hands out addresses inside its ring. A buffer per packet would be garbage per packet, so
/// one buffer is laid over 1.5 GiB of addresses around the first, and a packet is an offset in it.
/// The buffer protects nothing: who reads stays within the captured length. Confined to one thread.
@SuppressWarnings("restricted")
final class NativeMemory {
  /// An `int` in network order at any place.
  static final ValueLayout.OfInt NETWORK_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private static final MemorySegment EVERYTHING = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  private static final int BEFORE_OCTETS = 1 << 30;
  private static final int WINDOW_OCTETS = BEFORE_OCTETS + (1 << 29);
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

  private long base;
  private ByteBuffer window = ByteBuffer.allocateDirect(0);

  /// Makes the window cover these octets; moves it, which is rare, when they lie outside.
  ///
  /// @return where they begin in [#window()]
  int cover(long address, int octets) {
    long offset = address - base;
    if (offset < 0 || offset > window.limit() - (long) octets) {
      base = Math.max(0, address - BEFORE_OCTETS);
      window = EVERYTHING.asSlice(base, WINDOW_OCTETS).asByteBuffer().order(ByteOrder.BIG_ENDIAN);
      offset = address - base;
    }
    return (int) offset;
  }

  /// The buffer over the octets covered last. Ask for it after [#cover], never before: an older
  /// window lies over other addresses, and reading it there ends the process.
  ByteBuffer window() {
    return window;
  }

  /// The address of an offset in the window.
  long address(int offset) {
    return base + offset;
  }

  /// An `int` of the machine's byte order at any address.
  static int intAt(long address) {
    return EVERYTHING.get(INT, address);
  }

  /// The address of a direct buffer's first octet (index 0, whatever its position).
  static long addressOf(ByteBuffer direct) {
    if (!direct.isDirect()) {
      throw new IllegalArgumentException("the kernel can only reach a direct buffer");
    }
    return MemorySegment.ofBuffer(direct).address() - direct.position();
  }
}
