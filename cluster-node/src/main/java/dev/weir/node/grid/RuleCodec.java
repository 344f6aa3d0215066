package dev.weir.node.grid;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The octets of a [SharedRule] in the grid, big-endian:
///
/// ```
/// u8 version = 2 | u64 until, seconds since 1970; 0 is for ever
/// u8 length | target | u8 length | because
/// ```
///
/// A rule has exactly one encoding, and anything else is refused.
final class RuleCodec {
  static final int VERSION = 2;

  private static final int HEAD_BYTES = 1 + Long.BYTES + 1;

  private RuleCodec() {}

  static byte[] encode(SharedRule rule) {
    byte[] target = rule.target().getBytes(StandardCharsets.US_ASCII);
    byte[] because = rule.because().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(HEAD_BYTES + target.length + 1 + because.length)
        .put((byte) VERSION)
        .putLong(rule.untilSecond())
        .put((byte) target.length)
        .put(target)
        .put((byte) because.length)
        .put(because)
        .array();
  }

  /// Reads a record. Total: what is no rule is empty.
  static Optional<SharedRule> decode(byte[] octets) {
    var in = ByteBuffer.wrap(octets);
    if (octets.length < HEAD_BYTES || in.get() != VERSION) {
      return Optional.empty();
    }
    long until = in.getLong();
    Optional<String> target = text(in);
    Optional<String> because = text(in);
    boolean whole = target.isPresent() && because.isPresent() && !in.hasRemaining();
    if (!whole || target.get().isEmpty() || until < 0) {
      return Optional.empty();
    }
    return Optional.of(new SharedRule(target.get(), until, because.get()));
  }

  private static Optional<String> text(ByteBuffer in) {
    if (!in.hasRemaining()) {
      return Optional.empty();
    }
    int length = Byte.toUnsignedInt(in.get());
    if (length > in.remaining()) {
      return Optional.empty();
    }
    byte[] octets = new byte[length];
    in.get(octets);
    String text = new String(octets, StandardCharsets.ISO_8859_1);
    return SharedRule.isText(text) ? Optional.of(text) : Optional.empty();
  }
}
