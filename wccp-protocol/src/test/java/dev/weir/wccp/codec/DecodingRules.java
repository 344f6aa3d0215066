package dev.weir.wccp.codec;

import dev.weir.wccp.codec.Decoded.Accepted;
import dev.weir.wccp.codec.Decoded.Rejected;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.wire.Malformed;
import dev.weir.wccp.wire.WireReader;
import java.util.HexFormat;
import java.util.function.Function;

/// What must hold for whatever octets a decoder is given (§4.5): it returns, a refusal points into
/// the octets, and what is accepted, written and read again, is the same.
final class DecodingRules {
  private DecodingRules() {}

  /// Reads one thing from what lies between a reader's position and its end.
  interface Reading<T> {
    T from(WireReader in) throws Malformed;
  }

  /// Decodes a datagram under the rules.
  static Decoded decode(MessageCodec codec, byte[] datagram) {
    var decoded = codec.decode(datagram);
    judge(codec, datagram, decoded);
    return decoded;
  }

  /// The rules for what was decoded already.
  static void judge(MessageCodec codec, byte[] datagram, Decoded decoded) {
    switch (decoded) {
      case Rejected(var _, int offset, var _, var _) ->
          require(offset >= 0 && offset <= datagram.length, datagram, decoded);
      case Accepted(Message message) ->
          require(decoded.equals(codec.decode(codec.encode(message))), datagram, decoded);
    }
  }

  /// Reads a part of a datagram under the rules.
  static <T> void read(WireReader in, Reading<T> reading, Function<T, WireReader> written) {
    int start = in.position();
    int end = start + in.remaining();
    T part;
    try {
      part = reading.from(in);
    } catch (Malformed refusal) {
      if (refusal.offset() < start || refusal.offset() > end) {
        throw new AssertionError(refusal.detail() + " at " + refusal.offset(), refusal);
      }
      return;
    }
    try {
      if (!part.equals(reading.from(written.apply(part)))) {
        throw new AssertionError(part + " changes when it is written and read");
      }
    } catch (Malformed refusal) {
      throw new AssertionError(part + " is refused once written: " + refusal.detail(), refusal);
    }
  }

  private static void require(boolean holds, byte[] datagram, Object found) {
    if (!holds) {
      throw new AssertionError(HexFormat.of().formatHex(datagram) + " became " + found);
    }
  }
}
