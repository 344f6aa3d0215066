package dev.weir.node.proxy.introduce;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the first octets of a connection say of whose it is. Pure and total; it reads nothing away.
public sealed interface Introduced {
  /// The longest block of version 2 that is read, with what follows the addresses in it (section
  /// 2.2.3).
  int BLOCK_OCTETS_MAX = 4096;

  /// The longest line of version 1 (section 2.1).
  int LINE_OCTETS_MAX = 107;

  /// It is not all there yet.
  record Incomplete() implements Introduced {}

  /// It is whose, and how many octets say so.
  ///
  /// @param client empty when the sender speaks for itself, or does not know
  record By(Optional<InetSocketAddress> client, int octets) implements Introduced {}

  /// It is nothing of the kind.
  record Nonsense() implements Introduced {}

  /// The one line: addresses are literals, ports plain numbers.
  Pattern LINE =
      Pattern.compile(
          "PROXY (?:UNKNOWN(?: .*)?|(TCP4|TCP6) ([0-9A-Fa-f.:]{2,39}) ([0-9A-Fa-f.:]{2,39})"
              + " (0|[1-9][0-9]{0,4}) (0|[1-9][0-9]{0,4}))");

  /// Reads what has come so far.
  static Introduced of(ByteBuf octets) {
    int length = octets.readableBytes();
    if (startsLike(octets, Introduction.SIGNATURE)) {
      return length < Introduction.SIGNATURE.length + 4 ? new Incomplete() : block(octets);
    }
    return startsLike(octets, "PROXY ".getBytes(StandardCharsets.US_ASCII))
        ? line(octets)
        : new Nonsense();
  }

  private static boolean startsLike(ByteBuf octets, byte[] with) {
    int length = Math.min(octets.readableBytes(), with.length);
    for (int i = 0; i < length; i++) {
      if (octets.getByte(octets.readerIndex() + i) != with[i]) {
        return false;
      }
    }
    return true;
  }

  private static Introduced line(ByteBuf octets) {
    int from = octets.readerIndex();
    int searched = Math.min(octets.readableBytes(), LINE_OCTETS_MAX);
    int end = ByteBufUtil.indexOf(octets, from, from + searched, (byte) '\n');
    if (end < 0) {
      return searched < LINE_OCTETS_MAX ? new Incomplete() : new Nonsense();
    }
    String line = octets.toString(from, end - from, StandardCharsets.ISO_8859_1);
    Matcher parts = LINE.matcher(line.endsWith("\r") ? line.substring(0, line.length() - 1) : "");
    if (!parts.matches()) {
      return new Nonsense();
    }
    int used = end + 1 - from;
    if (parts.group(1) == null) {
      return new By(Optional.empty(), used);
    }
    int size = parts.group(1).equals("TCP4") ? 4 : 16;
    Optional<InetSocketAddress> client = literal(parts.group(2), parts.group(4), size);
    return client.isPresent() && literal(parts.group(3), parts.group(5), size).isPresent()
        ? new By(client, used)
        : new Nonsense();
  }

  private static Optional<InetSocketAddress> literal(String address, String port, int size) {
    int number = Integer.parseInt(port);
    try {
      InetAddress read = InetAddress.ofLiteral(address);
      boolean dotted = address.chars().filter(c -> c == '.').count() == 3;
      return read.getAddress().length == size && (size == 16 || dotted) && number <= 65_535
          ? Optional.of(new InetSocketAddress(read, number))
          : Optional.empty();
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  private static Introduced block(ByteBuf octets) {
    int at = octets.readerIndex() + Introduction.SIGNATURE.length;
    int command = octets.getUnsignedByte(at);
    int family = octets.getUnsignedByte(at + 1);
    int rest = octets.getUnsignedShort(at + 2);
    int used = Introduction.SIGNATURE.length + 4 + rest;
    if (used > BLOCK_OCTETS_MAX
        || (command != Introduction.PROXY && command != Introduction.LOCAL)) {
      return new Nonsense();
    }
    if (octets.readableBytes() < used) {
      return new Incomplete();
    }
    if (command == Introduction.LOCAL || family == 0) {
      return new By(Optional.empty(), used);
    }
    int size = family == Introduction.TCP4 ? 4 : family == Introduction.TCP6 ? 16 : 0;
    if (size == 0 || rest < 2 * size + 4) {
      return new Nonsense();
    }
    byte[] address = new byte[size];
    octets.getBytes(at + 4, address);
    int port = octets.getUnsignedShort(at + 4 + 2 * size);
    try {
      return new By(
          Optional.of(new InetSocketAddress(InetAddress.getByAddress(address), port)), used);
    } catch (UnknownHostException impossible) {
      return new Nonsense();
    }
  }
}
