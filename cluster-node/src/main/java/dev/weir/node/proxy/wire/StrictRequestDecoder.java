package dev.weir.node.proxy.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.function.Predicate;

/// Netty's request decoder with its strict defaults, our limits, no obs-fold, and no more framing
/// than content.
///
/// Behind a request without a body after which the connection may be no HTTP any more it stops:
/// what follows stays as it came, until it is told to go on, or is taken out of its pipeline and
/// hands it on.
public final class StrictRequestDecoder extends HttpRequestDecoder {
  /// The longest request line, in octets: beyond it 414.
  public static final int LINE_BYTES_MAX = 16 * 1024;

  /// The longest header section, in octets: beyond it 431, or 502 for a response.
  public static final int HEAD_BYTES_MAX = 64 * 1024;

  /// The largest piece of a body handed on at once.
  public static final int PIECE_BYTES_MAX = 64 * 1024;

  private final FoldWatch folds = new FoldWatch(true);
  private final ChunkBudget chunks = new ChunkBudget();
  private final Predicate<HttpRequest> stopsBehind;
  private boolean broken;
  private boolean between = true;
  private boolean stopped;

  /// A decoder for one connection, which never stops.
  public StrictRequestDecoder() {
    this(HEAD_BYTES_MAX, _ -> false);
  }

  /// A decoder for one connection, which stops behind such requests.
  ///
  /// @param headBytesMax of its header sections, in octets
  public StrictRequestDecoder(int headBytesMax, Predicate<HttpRequest> stopsBehind) {
    super(config().setMaxHeaderSize(headBytesMax));
    this.stopsBehind = stopsBehind;
  }

  /// The connection stays HTTP: what follows is decoded after all.
  void goOn(ChannelHandlerContext context) throws Exception {
    if (stopped) {
      stopped = false;
      channelRead(context, Unpooled.EMPTY_BUFFER);
      channelReadComplete(context);
    }
  }

  /// Whether a message failed because a line of its head was folded.
  public static boolean isFold(Throwable cause) {
    return cause instanceof FoldWatch.Folded;
  }

  static HttpDecoderConfig config() {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(LINE_BYTES_MAX)
        .setMaxHeaderSize(HEAD_BYTES_MAX)
        .setMaxChunkSize(PIECE_BYTES_MAX);
  }

  /// Whether nothing of a message is here that has not been handed on whole.
  public boolean isBetweenMessages() {
    return between && actualReadableBytes() == 0;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    if (broken) {
      in.skipBytes(in.readableBytes());
    }
    if (broken || stopped) {
      return;
    }
    int from = in.readerIndex();
    int before = out.size();
    super.decode(context, in, out);
    folds.consumed(in, from, out, before);
    broken = !chunks.holds(in.readerIndex() - from, out, before);
    if (out.size() > before) {
      between = out.getLast() instanceof LastHttpContent;
      stopped = between && out.get(before) instanceof HttpRequest head && stopsBehind.test(head);
    } else if (in.readerIndex() != from) {
      between = false;
    }
  }
}
