package dev.weir.node.purge;

import dev.weir.cache.store.Purge;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/// Purges, their numbers, and what a node has applied, as they are carried by the grid.
///
/// ```
/// purge:   u8 version = 1 | u8 first letter of its kind | text, ASCII
/// applied: u8 version = 1 | u64 number of a purge, newest last, at most 512 times
/// ```
final class PurgeCodec {
  static final int VERSION = 1;

  /// How many numbers one node tells.
  static final int APPLIED_MAX = 512;

  private PurgeCodec() {}

  static byte[] encode(Purge purge) {
    byte[] text = purge.text().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(2 + text.length)
        .put((byte) VERSION)
        .put(letter(purge.kind()))
        .put(text)
        .array();
  }

  /// Reads a purge. Total: what is none is empty.
  static Optional<Purge> purge(byte[] octets) {
    if (octets.length < 2 || octets[0] != VERSION) {
      return Optional.empty();
    }
    var text = new String(octets, 2, octets.length - 2, StandardCharsets.ISO_8859_1);
    return Stream.of(Purge.Kind.values())
        .filter(kind -> letter(kind) == octets[1])
        .findFirst()
        .flatMap(kind -> Purge.parse(kind, text))
        .filter(purge -> purge.text().equals(text));
  }

  private static byte letter(Purge.Kind kind) {
    return (byte) kind.label().charAt(0);
  }

  /// The newest of the given numbers.
  static byte[] encode(Set<Long> applied) {
    long[] numbers = applied.stream().mapToLong(Long::longValue).toArray();
    long[] newest =
        Arrays.copyOfRange(numbers, Math.max(0, numbers.length - APPLIED_MAX), numbers.length);
    var out = ByteBuffer.allocate(1 + newest.length * Long.BYTES).put((byte) VERSION);
    for (long number : newest) {
      out.putLong(number);
    }
    return out.array();
  }

  /// Reads what a node has applied. Total: what says nothing is empty.
  static Set<Long> applied(byte[] octets) {
    var applied = new LinkedHashSet<Long>();
    var in = ByteBuffer.wrap(octets);
    if (octets.length % Long.BYTES == 1 && in.get() == VERSION) {
      while (in.hasRemaining() && applied.size() < APPLIED_MAX) {
        applied.add(in.getLong());
      }
    }
    return applied;
  }

  static String key(long number) {
    return "%016x".formatted(number);
  }

  /// The number of a key; empty if it is none.
  static OptionalLong number(String key) {
    return key.matches("[0-9a-f]{16}")
        ? OptionalLong.of(Long.parseUnsignedLong(key, 16))
        : OptionalLong.empty();
  }

  /// The node that a key names; empty if it names none.
  static Optional<Inet4Address> node(String key) {
    try {
      return InetAddress.ofLiteral(key) instanceof Inet4Address node
          ? Optional.of(node)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
