package dev.weir.node.proxy.answer;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.ResponseHead;
import dev.weir.node.proxy.request.CheckedRequest;
import dev.weir.node.proxy.request.Upgrade;
import dev.weir.node.proxy.wire.FieldLines;
import dev.weir.node.proxy.wire.FileSender;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

/// Writes the responses to a client's requests, one after the other: each head is signed with Via
/// and Cache-Status, and framed as its request and its fields allow. It knows whether the
/// connection may be kept. Confined to the event loop of its channel.
public final class ResponseWriter {
  private final Channel channel;
  private final String pseudonym;
  private final Outlet outlet;
  private boolean headWritten;
  private boolean keepAlive;
  private boolean leaving;

  /// One that signs with a pseudonym and writes to an outlet of the channel.
  public ResponseWriter(Channel channel, Outlet outlet, String pseudonym) {
    this.channel = channel;
    this.outlet = outlet;
    this.pseudonym = pseudonym;
  }

  /// The next request is read.
  public void next() {
    headWritten = false;
  }

  /// What the present request says of keeping the connection.
  public void mayKeep(boolean wanted) {
    keepAlive = wanted;
  }

  /// The connection ends with the present response, or with the next one if there is none.
  public void leave() {
    leaving = true;
  }

  /// Whether the connection is to end.
  public boolean isLeaving() {
    return leaving;
  }

  /// Whether the connection is kept after the present response.
  public boolean keeps() {
    return keepAlive;
  }

  /// Whether the present request has its head of a response.
  public boolean hasHead() {
    return headWritten;
  }

  /// Writes an interim response, unless the final one has begun.
  public void interim(ResponseHead head) {
    if (!headWritten) {
      channel.writeAndFlush(FieldLines.interim(head), channel.voidPromise());
    }
  }

  /// Writes that the connection changes over to the protocol that was asked for.
  public void change(ResponseHead head) {
    headWritten = true;
    Fields fields = Upgrade.asking(head.fields()).plus("Via", "1.1 " + pseudonym);
    channel.writeAndFlush(FieldLines.interim(head.withFields(fields)), channel.voidPromise());
  }

  /// Writes the head of the response. Its framing: Content-Length if there is one, else chunked, or
  /// for HTTP/1.0 the end of the connection.
  public void head(CheckedRequest request, ResponseHead head, String cacheStatus) {
    headWritten = true;
    boolean bodyless = request.head().isHead() || head.status() == 204 || head.status() == 304;
    boolean unframed = !bodyless && !head.fields().has("Content-Length");
    keepAlive &= !leaving && (request.http11() || !unframed);
    var response = FieldLines.response(head.status(), signed(head.fields(), cacheStatus));
    if (unframed && request.http11()) {
      HttpUtil.setTransferEncodingChunked(response, true);
    }
    if (!keepAlive) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (!request.http11()) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    channel.write(response, channel.voidPromise());
    outlet.flushSoon();
  }

  /// Writes a piece of the body and releases it.
  public void body(ByteBuf piece) {
    bodyPiece(new DefaultHttpContent(piece));
  }

  /// Writes a piece of the body that lies in a file. Only where [#sendsFiles].
  public void body(FileRegion piece) {
    bodyPiece(piece);
  }

  /// Whether the kernel sends what lies in a file.
  public boolean sendsFiles() {
    return channel.pipeline().get(FileSender.class) != null;
  }

  private void bodyPiece(Object piece) {
    channel.write(piece, channel.voidPromise());
    if (channel.isWritable()) {
      outlet.flushSoon();
    } else {
      channel.flush();
    }
  }

  /// Ends the response, after which the connection is kept; tells when all of it was sent.
  public void endAndStay(Runnable sent) {
    ChannelFutureListener told = _ -> sent.run();
    channel.write(LastHttpContent.EMPTY_LAST_CONTENT).addListener(told);
    outlet.flushSoon();
  }

  /// Ends the response; the connection ends, too.
  public void endForGood() {
    channel.write(LastHttpContent.EMPTY_LAST_CONTENT, channel.voidPromise());
  }

  /// Writes a page in answer to what was not understood; the connection ends with it.
  public void refuse(ErrorPage page) {
    keepAlive = false;
    headWritten = true;
    Fields fields = signed(page.head().fields(), pseudonym + "; detail=refused");
    channel.write(page.closing(fields), channel.voidPromise());
  }

  private Fields signed(Fields fields, String cacheStatus) {
    return fields.plus("Via", "1.1 " + pseudonym).plus("Cache-Status", cacheStatus);
  }
}
