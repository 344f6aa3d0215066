package dev.weir.gre;

import java.nio.ByteBuffer;

/// The four octets a WCCP version 2 router puts between GRE and the redirected packet (§6.3).
///
/// The flags are read in the order real equipment uses (0x01 dynamic, 0x02 alternate used, 0x04
/// unavailable), not in that of the drafts' picture. They are for diagnostics: whether a packet is
/// accepted never depends on them, since 0x04 was seen on packets with a valid bucket.
///
/// @param dynamic the service is a dynamic one
/// @param alternateUsed the alternate hash chose the cache
/// @param unavailable the router says that the other octets mean nothing; not to be trusted
/// @param unknownFlags the other five flag bits in place (0x08..0x80), kept so that a packet can be
///   returned with its header unchanged
/// @param serviceId 0..255
/// @param alternateBucket 0..255
/// @param primaryBucket 0..255, valid with hash assignment only
public record RedirectHeader(
    boolean dynamic,
    boolean alternateUsed,
    boolean unavailable,
    int unknownFlags,
    int serviceId,
    int alternateBucket,
    int primaryBucket) {
  /// Octets of the header on the wire.
  public static final int OCTETS = 4;

  /// The header of a packet returned to a router that sent none (§6.4): all zero.
  public static final RedirectHeader NULL = fromWord(0);

  private static final int DYNAMIC = 0x01;
  private static final int ALTERNATE_USED = 0x02;
  private static final int UNAVAILABLE = 0x04;
  private static final int UNKNOWN = 0xF8;

  /// Requires octets to be 0..255 and the unknown flags to leave the three known ones alone.
  public RedirectHeader {
    if (serviceId >>> 8 != 0 || alternateBucket >>> 8 != 0 || primaryBucket >>> 8 != 0) {
      throw new IllegalArgumentException(
          "redirect header fields are octets: %d, %d, %d"
              .formatted(serviceId, alternateBucket, primaryBucket));
    }
    if ((unknownFlags & ~UNKNOWN) != 0) {
      throw new IllegalArgumentException("unknown flags 0x%x".formatted(unknownFlags));
    }
  }

  /// The header of a packet that the primary hash sent to a cache.
  public static RedirectHeader primary(boolean dynamic, int serviceId, int bucket) {
    return new RedirectHeader(dynamic, false, false, 0, serviceId, 0, bucket);
  }

  /// Reads the four octets as one big-endian word. Every word is a header.
  public static RedirectHeader fromWord(int word) {
    int flags = word >>> 24;
    return new RedirectHeader(
        (flags & DYNAMIC) != 0,
        (flags & ALTERNATE_USED) != 0,
        (flags & UNAVAILABLE) != 0,
        flags & UNKNOWN,
        word >>> 16 & 0xFF,
        word >>> 8 & 0xFF,
        word & 0xFF);
  }

  /// The four octets as one big-endian word; the inverse of [#fromWord(int)].
  public int toWord() {
    int flags =
        unknownFlags
            | (dynamic ? DYNAMIC : 0)
            | (alternateUsed ? ALTERNATE_USED : 0)
            | (unavailable ? UNAVAILABLE : 0);
    return flags << 24 | serviceId << 16 | alternateBucket << 8 | primaryBucket;
  }

  /// The bucket that chose the cache.
  public int bucket() {
    return alternateUsed ? alternateBucket : primaryBucket;
  }

  /// Writes the header at the buffer's position.
  public void encode(ByteBuffer out) {
    out.putInt(toWord());
  }
}
