package dev.weir.node.proxy.client;

import dev.weir.node.proxy.request.Refusal;
import dev.weir.node.proxy.wire.StrictRequestDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/// Why the decoder did not understand a request, in our words.
final class Undecoded {
  private Undecoded() {}

  static Refusal refusal(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return Refusal.LINE_TOO_LONG;
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return Refusal.HEAD_TOO_LONG;
    }
    return StrictRequestDecoder.isFold(cause) ? Refusal.FOLDED_LINE : Refusal.MALFORMED;
  }
}
