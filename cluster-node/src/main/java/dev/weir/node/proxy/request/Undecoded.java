package dev.weir.node.proxy.request;

import dev.weir.node.proxy.wire.StrictRequestDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/// Why a request was not understood, or goes beyond a limit, in our words.
public final class Undecoded {
  private Undecoded() {}

  /// Whether it was understood, and goes beyond a limit.
  public static boolean isReadable(Throwable cause) {
    return cause instanceof Exceeded;
  }

  public static Refusal refusal(Throwable cause) {
    if (cause instanceof Exceeded exceeded) {
      return exceeded.refusal();
    }
    if (cause instanceof TooLongHttpLineException) {
      return Refusal.LINE_TOO_LONG;
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return Refusal.HEAD_TOO_LONG;
    }
    return StrictRequestDecoder.isFold(cause) ? Refusal.FOLDED_LINE : Refusal.MALFORMED;
  }
}
