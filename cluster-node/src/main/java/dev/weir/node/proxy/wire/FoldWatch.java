package dev.weir.node.proxy.wire;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/// Sees a line of a head that begins with whitespace (obs-fold, RFC 9112 §5.2), which Netty's
/// decoder joins to the line before without a word; and one without a colon (RFC 9112 §5), of which
/// it may make a field.
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

  private boolean inHead = true;
  private boolean startLineSeen;
  private boolean afterLineEnd;
  private boolean inLine;
  private boolean colonSeen;
  private boolean folded;

  /// Looks at the octets that one `decode` consumed and at what it put out since `outBefore`.
  void consumed(ByteBuf in, int from, List<Object> out, int outBefore) {
    if (inHead) {
      scan(in, from, in.readerIndex());
    }
    for (int i = outBefore; i < out.size(); i++) {
      Object produced = out.get(i);
      if (produced instanceof HttpMessage message) {
        if (folded && message.decoderResult().isSuccess()) {
          message.setDecoderResult(DecoderResult.failure(new Folded()));
        }
        inHead = false;
      }
      if (produced instanceof LastHttpContent) {
        inHead = true;
        startLineSeen = false;
        afterLineEnd = false;
        folded = false;
      }
    }
  }

  private void scan(ByteBuf in, int from, int to) {
    for (int i = from; i < to; i++) {
      byte octet = in.getByte(i);
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
}
