package dev.weir.node.proxy.entrance;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/// Whether the first octets of a connection can be HTTP/1: total functions of what has come so far.
///
/// Whatever begins like a request is HTTP, also a bad one: it is refused as such. The beginning of
/// a valid request is never taken for something else, however it is cut into pieces.
final class FirstOctets {
  /// What the octets are.
  enum Speech {
    /// A request, or what shall be refused as one; of a server, a response.
    HTTP,
    /// Something else.
    NOT_HTTP,
    /// There are too few yet.
    UNDECIDED
  }

  /// How many octets may be undecided; with more it is called HTTP.
  static final int UNDECIDED_MAX = 4096;

  private static final int EMPTY_LINES_MAX = 8;
  private static final int METHOD_MAX = 64;
  private static final byte[] RESPONSE = {'H', 'T', 'T', 'P', '/'};
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
  private static final Set<String> METHODS =
      Set.of(
          "GET HEAD POST PUT DELETE OPTIONS TRACE CONNECT PATCH PROPFIND PROPPATCH MKCOL COPY MOVE"
              .concat(" LOCK UNLOCK SEARCH REPORT")
              .split(" ", -1));
  private static final Pattern OTHER_PROTOCOL = Pattern.compile("[A-Z][A-Z0-9]*/[0-9.]+");

  private FirstOctets() {}

  /// What a client says: a request line is a token, a space, a target, a space and `HTTP/`, after
  /// empty lines perhaps (RFC 9112 §2.2 Message Parsing, §3 Request Line). The first line of HTTP/2
  /// is not HTTP/1.
  static Speech ofClient(ByteBuf octets) {
    int end = octets.writerIndex();
    int begin = afterEmptyLines(octets);
    if (begin - octets.readerIndex() >= EMPTY_LINES_MAX) {
      return Speech.HTTP;
    }
    int space = afterToken(octets, begin);
    if (space - begin > METHOD_MAX) {
      return Speech.HTTP;
    }
    if (space == end) {
      return Speech.UNDECIDED;
    }
    if (space == begin || octets.getByte(space) != ' ') {
      return Speech.NOT_HTTP;
    }
    boolean known = METHODS.contains(text(octets, begin, space));
    if (known && space + 1 < end && octets.getByte(space + 1) == '/') {
      return Speech.HTTP;
    }
    int lineEnd = octets.indexOf(space, end, (byte) '\n');
    if (!known && hasBinary(octets, space, lineEnd < 0 ? end : lineEnd)) {
      return Speech.NOT_HTTP;
    }
    if (lineEnd < 0) {
      return end - begin > UNDECIDED_MAX ? Speech.HTTP : Speech.UNDECIDED;
    }
    return ofLine(text(octets, begin, lineEnd).stripTrailing(), known);
  }

  /// What a client says that has paused here: what is undecided and not the beginning of a usual
  /// method is something else, for whoever waits for an answer has said enough.
  static Speech ofPausing(ByteBuf octets) {
    Speech speech = ofClient(octets);
    if (speech != Speech.UNDECIDED) {
      return speech;
    }
    int begin = afterEmptyLines(octets);
    String token = text(octets, begin, afterToken(octets, begin));
    return METHODS.stream().anyMatch(method -> method.startsWith(token))
        ? Speech.UNDECIDED
        : Speech.NOT_HTTP;
  }

  /// What a server says.
  static Speech ofServer(ByteBuf octets) {
    int length = Math.min(RESPONSE.length, octets.readableBytes());
    for (int i = 0; i < length; i++) {
      if (octets.getByte(octets.readerIndex() + i) != RESPONSE[i]) {
        return Speech.NOT_HTTP;
      }
    }
    return length == RESPONSE.length ? Speech.HTTP : Speech.UNDECIDED;
  }

  private static Speech ofLine(String line, boolean knownMethod) {
    String last = line.substring(line.lastIndexOf(' ') + 1);
    if (last.startsWith("HTTP/")) {
      return line.equals("PRI * HTTP/2.0") ? Speech.NOT_HTTP : Speech.HTTP;
    }
    return knownMethod && !OTHER_PROTOCOL.matcher(last).matches() ? Speech.HTTP : Speech.NOT_HTTP;
  }

  private static int afterEmptyLines(ByteBuf octets) {
    int at = octets.readerIndex();
    while (at < octets.writerIndex()
        && at - octets.readerIndex() < EMPTY_LINES_MAX
        && (octets.getByte(at) == '\r' || octets.getByte(at) == '\n')) {
      at++;
    }
    return at;
  }

  private static int afterToken(ByteBuf octets, int from) {
    int at = from;
    while (at < octets.writerIndex() && isTokenOctet(octets.getByte(at))) {
      at++;
    }
    return at;
  }

  /// RFC 9110 §5.6.2 Tokens.
  private static boolean isTokenOctet(byte octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= 'A' && octet <= 'Z')
        || (octet >= '0' && octet <= '9')
        || (octet > 0 && TOKEN_MARKS.indexOf(octet) >= 0);
  }

  private static boolean hasBinary(ByteBuf octets, int from, int to) {
    for (int at = from; at < to; at++) {
      byte octet = octets.getByte(at);
      if (octet < ' ' && octet != '\r' && octet != '\t') { // from 0x80 on it is negative
        return true;
      }
    }
    return false;
  }

  private static String text(ByteBuf octets, int from, int to) {
    return octets.toString(from, to - from, StandardCharsets.ISO_8859_1);
  }
}
