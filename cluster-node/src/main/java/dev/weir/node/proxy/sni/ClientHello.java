package dev.weir.node.proxy.sni;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a client says first in TLS (RFC 8446 §4.1.2 Client Hello): a total function of the octets
/// that have come so far, in whatever records and segments. Pure.
sealed interface ClientHello {
  /// The most octets of a handshake message that are looked at.
  int MESSAGE_MAX = 16 * 1024;

  /// The most records over which it may be spread.
  int RECORDS_MAX = 64;

  /// More is to come.
  record Unfinished() implements ClientHello {}

  /// The octets are no TLS.
  record Other() implements ClientHello {}

  /// It began as TLS and is none.
  record Broken() implements ClientHello {}

  /// A whole one.
  ///
  /// @param name in lower case, of the server that is wanted; of an encrypted one, the outer name
  /// @param encrypted whether it has an Encrypted Client Hello, or what looks like one
  /// @param protocols that may be spoken inside (ALPN), in the client's order
  record Whole(Optional<String> name, boolean encrypted, List<String> protocols)
      implements ClientHello {
    /// Copies the list.
    public Whole {
      protocols = List.copyOf(protocols);
    }
  }

  /// Reads what has come, and leaves it there.
  static ClientHello of(ByteBuf octets) {
    ByteBuf in = octets.duplicate();
    ByteBuf message = octets.alloc().heapBuffer();
    try {
      for (int records = 0; records < RECORDS_MAX; records++) {
        Optional<ClientHello> wrong = record(in, message);
        if (wrong.isPresent()) {
          return wrong.get();
        }
        if (!fits(message)) {
          return new Broken();
        }
        if (isWhole(message)) {
          return body(message.slice(4, message.getUnsignedMedium(1)));
        }
      }
      return new Broken();
    } finally {
      message.release();
    }
  }

  /// Adds what the next record holds of the handshake (RFC 8446 §5.1 Record Layer); otherwise says
  /// what there is instead.
  private static Optional<ClientHello> record(ByteBuf in, ByteBuf message) {
    int from = in.readerIndex();
    int there = in.readableBytes();
    boolean first = message.readableBytes() == 0;
    if (there >= 1 && in.getByte(from) != 22) {
      return Optional.of(first ? new Other() : new Broken());
    }
    if (there >= 2 && in.getByte(from + 1) != 3) {
      return Optional.of(first ? new Other() : new Broken());
    }
    if (there < 5) {
      return Optional.of(new Unfinished());
    }
    int length = in.getUnsignedShort(from + 3);
    if (length == 0 || length > 1 << 14) {
      return Optional.of(new Broken());
    }
    int held = Math.min(length, there - 5);
    in.skipBytes(5);
    message.writeBytes(in, held);
    return held < length && !isWhole(message) && fits(message)
        ? Optional.of(new Unfinished())
        : Optional.empty();
  }

  private static boolean isWhole(ByteBuf message) {
    return message.readableBytes() >= 4
        && message.readableBytes() >= 4 + message.getUnsignedMedium(1);
  }

  /// Whether what has come of the message can still be one.
  private static boolean fits(ByteBuf message) {
    return (message.readableBytes() < 1 || message.getByte(0) == 1)
        && (message.readableBytes() < 4 || message.getUnsignedMedium(1) <= MESSAGE_MAX);
  }

  private static ClientHello body(ByteBuf body) {
    try {
      body.skipBytes(2 + 32); // version and random
      body.skipBytes(body.readUnsignedByte()); // session
      body.skipBytes(body.readUnsignedShort()); // cipher suites
      body.skipBytes(body.readUnsignedByte()); // compression
      if (!body.isReadable()) {
        return new Whole(Optional.empty(), false, List.of());
      }
      ByteBuf extensions = body.readSlice(body.readUnsignedShort());
      return body.isReadable() ? new Broken() : extensions(extensions);
    } catch (IndexOutOfBoundsException tooShort) {
      return new Broken();
    }
  }

  private static ClientHello extensions(ByteBuf extensions) {
    Set<Integer> seen = new HashSet<>();
    Optional<String> name = Optional.empty();
    List<String> protocols = List.of();
    while (extensions.isReadable()) {
      int type = extensions.readUnsignedShort();
      ByteBuf content = extensions.readSlice(extensions.readUnsignedShort());
      if (!seen.add(type)) {
        return new Broken();
      }
      switch (type) {
        case 0 -> {
          name = name(content);
          if (name.isEmpty()) {
            return new Broken();
          }
        }
        case 16 -> protocols = protocols(content);
        default -> {}
      }
    }
    return new Whole(name, seen.contains(0xfe0d), protocols);
  }

  /// The one host name (RFC 6066 §3); empty if it is none.
  private static Optional<String> name(ByteBuf content) {
    ByteBuf list = content.readSlice(content.readUnsignedShort());
    int type = list.readUnsignedByte();
    String name = text(list.readSlice(list.readUnsignedShort())).toLowerCase(Locale.ROOT);
    boolean one = type == 0 && !list.isReadable() && !content.isReadable();
    return one && isHost(name) ? Optional.of(name) : Optional.empty();
  }

  private static boolean isHost(String name) {
    return !name.isEmpty()
        && name.length() <= 255
        && name.chars()
            .allMatch(c ->
                (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '.'
                    || c == '_');
  }

  private static List<String> protocols(ByteBuf content) {
    ByteBuf list = content.readSlice(content.readUnsignedShort());
    var protocols = new ArrayList<String>();
    while (list.isReadable()) {
      protocols.add(text(list.readSlice(list.readUnsignedByte())));
    }
    return protocols;
  }

  private static String text(ByteBuf octets) {
    return octets.toString(StandardCharsets.ISO_8859_1);
  }
}
