package dev.weir.node.proxy.wire;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/// Sees a line of a head that begins with whitespace (obs-fold, RFC 9112 §5.2), which Netty's
/// decoder joins to the line before without a word; one without a colon (RFC 9112 §5), of which it
/// may make a field; and a request line with other blanks than the two, or a version in small
/// letters (RFC 9112 §3).
///
/// Works because one call of Netty's `decode` never consumes the end of a head and octets of a body
/// both. Confined to the event loop of its channel.
final class FoldWatch {
  /// The failure of a message whose head had a folded line.
  static final class Folded extends Exception {
    private static final long serialVersionUID = 1L;

    Folded() {
      super("obs-fold", null, false, false);
    }
  }

  /// The failure of a request whose first line is spelt otherwise than by the rule.
  static final class Misspelt extends Exception {
    private static final long serialVersionUID = 1L;

    Misspelt() {
      super("request line", null, false, false);
    }
  }

  private final boolean requests;
  private boolean inHead = true;
  private boolean startLineSeen;
  private boolean afterLineEnd;
  private boolean inLine;
  private boolean colonSeen;
  private boolean folded;
  private int blanks;
  private boolean afterBlank;
  private boolean misspelt;

  /// One that looks at requests, or at responses.
  FoldWatch(boolean requests) {
    this.requests = requests;
  }

  /// Looks at the octets that one `decode` consumed and at what it put out since `outBefore`.
  void consumed(ByteBuf in, int from, List<Object> out, int outBefore) {
    if (inHead) {
      scan(in, from, in.readerIndex());
    }
    for (int i = outBefore; i < out.size(); i++) {
      Object produced = out.get(i);
      if (produced instanceof HttpMessage message) {
        if (message.decoderResult().isSuccess() && (folded || isMisspelt())) {
          message.setDecoderResult(DecoderResult.failure(folded ? new Folded() : new Misspelt()));
        }
        inHead = false;
      }
      if (produced instanceof LastHttpContent) {
        inHead = true;
        startLineSeen = false;
        afterLineEnd = false;
        folded = false;
        blanks = 0;
        afterBlank = false;
        misspelt = false;
      }
    }
  }

  private boolean isMisspelt() {
    return requests && (misspelt || blanks != 2);
  }

  private void scan(ByteBuf in, int from, int to) {
    for (int i = from; i < to; i++) {
      byte octet = in.getByte(i);
      if (requests && !startLineSeen) {
        scanRequestLine(octet);
      }
      if (afterLineEnd && (octet == ' ' || octet == '\t')) {
        folded = true;
      }
      afterLineEnd = octet == '\n';
      if (afterLineEnd) {
        folded |= inLine && startLineSeen && !colonSeen;
        startLineSeen |= inLine;
        inLine = false;
        colonSeen = false;
      } else {
        inLine |= octet != '\r';
        colonSeen |= octet == ':';
      }
    }
  }

  private void scanRequestLine(byte octet) {
    boolean blank = octet == ' ';
    blanks += blank ? 1 : 0;
    misspelt |= (blank && (afterBlank || !inLine)) || octet == '\t';
    misspelt |= blanks == 2 && octet >= 'a' && octet <= 'z';
    afterBlank = blank;
  }
}
