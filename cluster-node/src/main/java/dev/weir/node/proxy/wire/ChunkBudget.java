package dev.weir.node.proxy.wire;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/// How much of a body may be framing: sizes of chunks, their extensions, trailers. Whoever wraps
/// each octet in a chunk makes us work for what nobody gets (RFC 9112 §7.1.1 Chunk Extensions).
///
/// Confined to the event loop of its channel.
final class ChunkBudget {
  /// The most octets of framing between two pieces of a body, or behind the last one.
  static final int RUN_BYTES_MAX = 4 * 1024;

  /// The most octets of extensions and trailers in one body.
  static final int EXTRA_BYTES_MAX = 16 * 1024;

  /// Beyond so many octets there may be no more framing than content.
  static final int FRAMING_BYTES_FREE = 16 * 1024;

  /// Two line ends and the longest size that is one.
  private static final int PLAIN_RUN_BYTES = 24;

  /// The failure of a body that has more framing than that.
  static final class Exceeded extends Exception {
    private static final long serialVersionUID = 1L;

    Exceeded() {
      super("more framing than content", null, false, false);
    }
  }

  private boolean inBody;
  private long run;
  private long extra;
  private long framing;
  private long content;

  /// Looks at how many octets one `decode` consumed and at what it put out since `outBefore`.
  /// Whether the budget holds; if not, what it put out last has failed.
  boolean holds(int consumed, List<Object> out, int outBefore) {
    boolean wasInBody = inBody;
    int pieces = 0;
    for (int i = outBefore; i < out.size(); i++) {
      Object produced = out.get(i);
      if (produced instanceof HttpMessage) {
        begin();
      }
      if (produced instanceof HttpContent piece) {
        pieces += piece.content().readableBytes();
        inBody &= !(piece instanceof LastHttpContent);
      }
    }
    return !wasInBody || isWithin(consumed - pieces, pieces) || !fail(out, outBefore);
  }

  private void begin() {
    inBody = true;
    run = 0;
    extra = 0;
    framing = 0;
    content = 0;
  }

  private boolean isWithin(int more, int pieces) {
    long before = Math.max(0, run - PLAIN_RUN_BYTES);
    run += more;
    extra += Math.max(0, run - PLAIN_RUN_BYTES) - before;
    framing += more;
    content += pieces;
    boolean within =
        run <= RUN_BYTES_MAX && extra <= EXTRA_BYTES_MAX && framing - FRAMING_BYTES_FREE <= content;
    if (pieces > 0) {
      run = 0;
    }
    return within;
  }

  /// Without anything put out there is nothing to fail yet; the next piece will.
  private static boolean fail(List<Object> out, int outBefore) {
    if (out.size() > outBefore && out.getLast() instanceof HttpContent last) {
      last.setDecoderResult(DecoderResult.failure(new Exceeded()));
      return true;
    }
    return false;
  }
}
