package dev.weir.node.proxy.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Netty's response decoder with its strict defaults, our limits, no obs-fold, and no more framing
/// than content. It is told before each response whether the request was HEAD.
public final class StrictResponseDecoder extends HttpResponseDecoder {
  private final FoldWatch folds = new FoldWatch(false);
  private final ChunkBudget chunks = new ChunkBudget();
  private boolean broken;
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
    return begin() >= 0;
  }

  /// Whether what has come beyond begins another answer.
  public boolean hasAnswer() {
    int from = begin();
    ByteBuf rest = internalBuffer();
    return from >= 0
        && rest.writerIndex() - from >= 5
        && rest.toString(from, 5, StandardCharsets.ISO_8859_1).equals("HTTP/");
  }

  private int begin() {
    return internalBuffer().forEachByte(octet -> octet == '\r' || octet == '\n');
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
    if (broken) {
      in.skipBytes(in.readableBytes());
      return;
    }
    int from = in.readerIndex();
    int before = out.size();
    super.decode(context, in, out);
    folds.consumed(in, from, out, before);
    broken = !chunks.holds(in.readerIndex() - from, out, before);
  }
}
