package dev.weir.node.proxy.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.util.List;

/// Netty's response decoder with its strict defaults, our limits, and no obs-fold. It is told
/// before each response whether the request was HEAD.
public final class StrictResponseDecoder extends HttpResponseDecoder {
  private final FoldWatch folds = new FoldWatch();
  private boolean headOnly;

  /// A decoder for one connection.
  public StrictResponseDecoder() {
    super(StrictRequestDecoder.config());
  }

  /// Says whether the next final response answers a HEAD and so has no body (RFC 9112 §6.3).
  public void expect(boolean answerToHead) {
    headOnly = answerToHead;
  }

  /// Whether more has come than was decoded. An empty line after a body is nothing (RFC 9112 §2.2).
  public boolean hasMore() {
    ByteBuf rest = internalBuffer();
    return rest.forEachByte(octet -> octet == '\r' || octet == '\n') >= 0;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    boolean finalResponse =
        message instanceof HttpResponse response && response.status().code() >= 200;
    return (headOnly && finalResponse) || super.isContentAlwaysEmpty(message);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    int from = in.readerIndex();
    int before = out.size();
    super.decode(context, in, out);
    folds.consumed(in, from, out, before);
  }
}
