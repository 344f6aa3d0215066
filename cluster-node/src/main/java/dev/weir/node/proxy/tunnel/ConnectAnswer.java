package dev.weir.node.proxy.tunnel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;

/// What another proxy has said so far to our CONNECT (RFC 9110 §9.3.6). Total and pure, but for the
/// octets that it takes.
public sealed interface ConnectAnswer {
  /// The longest head, in octets; whatever is interim before it included.
  int OCTETS_MAX = 16 * 1024;

  /// The end of the head has not come yet.
  record Unfinished() implements ConnectAnswer {}

  /// It has answered with this final status; what is left of the octets is the tunnel's.
  record Final(int status) implements ConnectAnswer {
    /// Whether the octets that follow are the tunnel's.
    public boolean agrees() {
      return status >= 200 && status < 300;
    }
  }

  /// That is no answer.
  record Broken() implements ConnectAnswer {}

  /// Reads the head, and takes its octets only if it is a final one. Of the fields nothing is
  /// wanted: a tunnel has no length, whatever they say.
  static ConnectAnswer of(ByteBuf heard) {
    int from = heard.readerIndex();
    int end = end(heard, from);
    while (end >= 0 && end - heard.readerIndex() <= OCTETS_MAX) {
      int status = status(heard, from, end);
      if (status < 100 || status == 101) {
        return new Broken();
      }
      if (status >= 200) {
        heard.readerIndex(end);
        return new Final(status);
      }
      from = end;
      end = end(heard, from);
    }
    boolean tooLong = end >= 0 || heard.readableBytes() > OCTETS_MAX;
    return tooLong || !begins(heard, from) ? new Broken() : new Unfinished();
  }

  /// Behind the empty line; -1 while there is none.
  private static int end(ByteBuf heard, int from) {
    for (int at = from; at + 3 < heard.writerIndex(); at++) {
      if (heard.getInt(at) == 0x0d0a0d0a) {
        return at + 4;
      }
    }
    return -1;
  }

  /// Whether what has come of a head can still be one.
  private static boolean begins(ByteBuf heard, int from) {
    int length = Math.min("HTTP/1.".length(), heard.writerIndex() - from);
    return "HTTP/1.".startsWith(heard.toString(from, length, US_ASCII));
  }

  /// That of the status line (RFC 9112 §4 Status Line); 0 where it is none.
  private static int status(ByteBuf heard, int from, int end) {
    int lineEnd = heard.indexOf(from, end, (byte) '\r');
    String line = heard.toString(from, lineEnd - from, US_ASCII);
    return line.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")
        ? Integer.parseInt(line.substring(9, 12))
        : 0;
  }
}
