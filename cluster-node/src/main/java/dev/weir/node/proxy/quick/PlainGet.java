package dev.weir.node.proxy.quick;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weir.node.proxy.request.RequestCheck;
import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Recognises one whole, plain GET in the octets of one read (RFC 9112 §2 to §5): origin-form or
/// absolute-form, one Host in small letters, and fields that change nothing.
///
/// It only says that a request is plain, never that it is bad: everything else is for the decoder
/// behind it to judge. Used again for each request, by one thread.
final class PlainGet {
  /// The longest request that is looked at; browsers stay below 2 KiB.
  static final int BYTES_MAX = 8 * 1024;

  private static final int BYTES_MIN = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".length();
  private static final int HOST_BYTES_MAX = 255;
  private static final int PORT_MAX = 65_535;
  private static final int HTTP_PORT = 80;
  private static final byte[] METHOD = "GET ".getBytes(US_ASCII);
  private static final byte[] VERSION = "HTTP/1.1\r\n".getBytes(US_ASCII);
  private static final byte[] SCHEME = "http://".getBytes(US_ASCII);
  private static final byte[] KEEP_ALIVE = "keep-alive".getBytes(US_ASCII);

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;

  private static final boolean[] IN_NAME = new boolean[256];
  private static final boolean[] IN_HOST = new boolean[256];

  static {
    for (char c = 'a'; c <= 'z'; c++) {
      IN_NAME[c] = true;
      IN_NAME[c - 0x20] = true;
      IN_HOST[c] = true;
    }
    for (char c = '0'; c <= '9'; c++) {
      IN_NAME[c] = true;
      IN_HOST[c] = true;
    }
    for (char c : "-_".toCharArray()) {
      IN_NAME[c] = true;
      IN_HOST[c] = true;
    }
    IN_HOST['.'] = true;
  }

  private final byte[] octets = new byte[BYTES_MAX + Long.BYTES];
  private final byte[] url = Arrays.copyOf(SCHEME, SCHEME.length + BYTES_MAX);
  private int end;
  private int authorityFrom;
  private int authorityTo;
  private int targetFrom;
  private int targetTo;
  private int hostFrom;
  private int hostTo;
  private int refererFrom;
  private int refererTo;
  private int agentFrom;
  private int agentTo;
  private int fields;

  /// Looks at what can be read, and leaves it there.
  ///
  /// @return [Way#SHORT] if it is a plain GET, else [Way#SHAPE] or [Way#FIELD]
  Way read(ByteBuf in) {
    end = in.readableBytes();
    if (end < BYTES_MIN || end > BYTES_MAX) {
      return Way.SHAPE;
    }
    in.getBytes(in.readerIndex(), octets, 0, end);
    int at = requestLine();
    return at < 0 ? Way.SHAPE : fields(at);
  }

  byte[] octets() {
    return octets;
  }

  /// Where Host begins: a name in small letters, and a port other than 80.
  int hostFrom() {
    return hostFrom;
  }

  int hostTo() {
    return hostTo;
  }

  int targetFrom() {
    return targetFrom;
  }

  int targetTo() {
    return targetTo;
  }

  int targetBytes() {
    return targetTo - targetFrom;
  }

  int fieldCount() {
    return fields;
  }

  /// Where Referer begins; where it ends if there is none.
  int refererFrom() {
    return refererFrom;
  }

  int refererTo() {
    return refererTo;
  }

  /// Where User-Agent begins; where it ends if there is none.
  int agentFrom() {
    return agentFrom;
  }

  int agentTo() {
    return agentTo;
  }

  /// The URL as it stands in keys: `http://host/path?query`.
  byte[] url() {
    return url;
  }

  int urlBytes() {
    return SCHEME.length + hostTo - hostFrom + targetTo - targetFrom;
  }

  /// Where the fields begin; negative if this is no plain request line.
  private int requestLine() {
    if (!startsWith(METHOD, 0)) {
      return -1;
    }
    int at = METHOD.length;
    authorityFrom = -1;
    if (octets[at] != '/') {
      if (!startsWith(SCHEME, at)) {
        return -1;
      }
      at += SCHEME.length;
      authorityFrom = at;
      while (at < end && (IN_HOST[octets[at] & 0xff] || octets[at] == ':')) {
        at++;
      }
      authorityTo = at;
    }
    if (octets[at] != '/') {
      return -1;
    }
    targetFrom = at;
    while (at < end && octets[at] > 0x20 && octets[at] < 0x7f && octets[at] != '#') {
      at++;
    }
    targetTo = at;
    at++;
    return octets[at - 1] == ' ' && startsWith(VERSION, at) ? at + VERSION.length : -1;
  }

  private boolean startsWith(byte[] wanted, int at) {
    return at + wanted.length <= end
        && Arrays.equals(octets, at, at + wanted.length, wanted, 0, wanted.length);
  }

  private Way fields(int from) {
    hostTo = 0;
    refererFrom = refererTo = 0;
    agentFrom = agentTo = 0;
    fields = 0;
    boolean connection = false;
    int at = from;
    while (at < end && octets[at] != '\r') {
      int colon = colon(at);
      int value = colon < 0 ? -1 : valueFrom(colon + 1);
      int lineEnd = value < 0 ? -1 : lineEnd(value);
      if (lineEnd < 0 || ++fields > RequestCheck.FIELDS_MAX) {
        return Way.FIELD;
      }
      switch (FieldNames.kind(octets, at, colon)) {
        case FieldNames.OTHER -> {}
        case FieldNames.HOST -> {
          if (hostTo > 0 || !isHost(value, lineEnd)) {
            return Way.FIELD;
          }
        }
        case FieldNames.CONNECTION -> {
          if (connection || !isKeepAlive(value, lineEnd)) {
            return Way.FIELD;
          }
          connection = true;
        }
        case FieldNames.REFERER -> referer(value, lineEnd);
        case FieldNames.USER_AGENT -> agent(value, lineEnd);
        default -> {
          return Way.FIELD;
        }
      }
      at = lineEnd + 2;
    }
    return at + 2 == end && octets[at + 1] == '\n' ? authority() : Way.SHAPE;
  }

  private void referer(int from, int to) {
    if (refererTo == 0) {
      refererFrom = from;
      refererTo = to;
    }
  }

  private void agent(int from, int to) {
    if (agentTo == 0) {
      agentFrom = from;
      agentTo = to;
    }
  }

  /// There is a Host, and an absolute target names the same: so there is a URL.
  private Way authority() {
    if (hostTo == 0 || !isTheTargets()) {
      return Way.FIELD;
    }
    int host = hostTo - hostFrom;
    System.arraycopy(octets, hostFrom, url, SCHEME.length, host);
    System.arraycopy(octets, targetFrom, url, SCHEME.length + host, targetTo - targetFrom);
    return Way.SHORT;
  }

  /// Whether the target names the host that Host does, or none.
  private boolean isTheTargets() {
    return authorityFrom < 0
        || Arrays.equals(octets, authorityFrom, authorityTo, octets, hostFrom, hostTo);
  }

  /// Where a field's name ends; negative if it is none.
  private int colon(int from) {
    int at = from;
    while (at < end && IN_NAME[octets[at] & 0xff]) {
      at++;
    }
    return at > from && at < end && octets[at] == ':' ? at : -1;
  }

  private int valueFrom(int from) {
    int at = from;
    while (at < end && octets[at] == ' ') {
      at++;
    }
    return at;
  }

  /// Where CR LF stands behind octets that are visible or blanks; negative if something else comes
  /// first. Eight octets a step: the lowest one that is marked is the first that is none of them.
  private int lineEnd(int from) {
    int at = from;
    while (at < end) {
      long eight = (long) LONG.get(octets, at);
      long delete = eight ^ 0x7f * EACH;
      long marked = (((eight - 0x20 * EACH) & ~eight) | ((delete - EACH) & ~delete) | eight) & HIGH;
      if (marked != 0) {
        at += Long.numberOfTrailingZeros(marked) >>> 3;
        return at + 1 < end && octets[at] == '\r' && octets[at + 1] == '\n' ? at : -1;
      }
      at += Long.BYTES;
    }
    return -1;
  }

  private boolean isKeepAlive(int from, int to) {
    return to - from == KEEP_ALIVE.length && FieldNames.same(octets, from, KEEP_ALIVE);
  }

  /// Whether it is a host as it stands in keys: small letters, and a port only if it is not 80.
  private boolean isHost(int from, int to) {
    int at = from;
    while (at < to && IN_HOST[octets[at] & 0xff]) {
      at++;
    }
    if (at == from || at - from > HOST_BYTES_MAX || (at < to && !isPort(at, to))) {
      return false;
    }
    hostFrom = from;
    hostTo = to;
    return true;
  }

  private boolean isPort(int colon, int to) {
    int from = colon + 1;
    if (octets[colon] != ':' || from == to || to - from > 5 || octets[from] == '0') {
      return false;
    }
    int port = 0;
    for (int at = from; at < to; at++) {
      if (octets[at] < '0' || octets[at] > '9') {
        return false;
      }
      port = 10 * port + octets[at] - '0';
    }
    return port <= PORT_MAX && port != HTTP_PORT;
  }
}
