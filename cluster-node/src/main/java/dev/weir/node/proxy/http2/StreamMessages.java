package dev.weir.node.proxy.http2;

import dev.weir.cache.message.RequestHead;
import dev.weir.node.proxy.wire.FieldLines;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// Between the frames of one stream and the messages of HTTP/1.1. Confined to its event loop.
///
/// A request that is malformed resets the stream (RFC 9113 §8.1.1); nothing behind hears of it.
final class StreamMessages extends ChannelDuplexHandler {
  private final Consumer<StreamFault> faults;
  private final FrameSieve.Waiting waiting;
  private boolean begun;
  private boolean reset;
  private boolean heard;
  private boolean answered;

  StreamMessages(Consumer<StreamFault> faults, FrameSieve.Waiting waiting) {
    this.faults = faults;
    this.waiting = waiting;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof Http2DataFrame) {
      waiting.taken();
    }
    if (!reset && message instanceof Http2HeadersFrame frame) {
      onHeaders(context, frame);
    } else if (!reset && message instanceof Http2DataFrame frame) {
      onData(context, frame);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  private void onHeaders(ChannelHandlerContext context, Http2HeadersFrame frame) {
    if (begun) {
      if (StreamHead.areTrailers(frame.headers(), frame.isEndStream())) {
        heard = true;
        context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
      } else {
        reset(context, StreamFault.TRAILERS);
      }
      return;
    }
    switch (StreamHead.of(frame.headers(), frame.isEndStream())) {
      case StreamHead.Bad(StreamFault fault) -> reset(context, fault);
      case StreamHead.Good(RequestHead head) -> {
        begun = true;
        heard = frame.isEndStream();
        var request =
            new DefaultHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.valueOf(head.method()), head.target());
        FieldLines.add(head.fields(), request.headers());
        context.fireChannelRead(request);
        if (frame.isEndStream()) {
          context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
        }
      }
    }
  }

  private void onData(ChannelHandlerContext context, Http2DataFrame frame) {
    if (frame.content().isReadable()) {
      context.fireChannelRead(new DefaultHttpContent(frame.content()));
    } else {
      frame.release();
    }
    if (frame.isEndStream()) {
      heard = true;
      context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }

  private void reset(ChannelHandlerContext context, StreamFault fault) {
    reset(context, fault, Http2Error.PROTOCOL_ERROR);
  }

  private void reset(ChannelHandlerContext context, StreamFault fault, Http2Error error) {
    reset = true;
    faults.accept(fault);
    context.writeAndFlush(new DefaultHttp2ResetFrame(error));
  }

  /// What the codec finds wrong with a stream is left to us to tell.
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Http2Exception broken = Http2CodecUtil.getEmbeddedHttp2Exception(cause);
    if (broken == null) {
      context.fireExceptionCaught(cause);
    } else if (!reset) {
      reset(context, StreamFault.PROTOCOL, broken.error());
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    ReferenceCountUtil.release(event);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    switch (message) {
      case FullHttpResponse whole when whole.status().code() < 200 -> {
        whole.release();
        context.write(new DefaultHttp2HeadersFrame(headers(whole), false), promise);
      }
      case FullHttpResponse whole -> {
        answered = true;
        context.write(new DefaultHttp2HeadersFrame(headers(whole), false));
        context.write(new DefaultHttp2DataFrame(whole.content(), true), promise);
      }
      case HttpResponse head ->
          context.write(new DefaultHttp2HeadersFrame(headers(head), false), promise);
      case LastHttpContent last -> {
        answered = true;
        context.write(new DefaultHttp2DataFrame(last.content(), true), promise);
      }
      case HttpContent piece ->
          context.write(new DefaultHttp2DataFrame(piece.content(), false), promise);
      default -> {
        ReferenceCountUtil.release(message); // the empty buffer by which the end of all is awaited
        promise.trySuccess();
      }
    }
  }

  /// A client that was answered before it has said all need not go on, and has its answer (RFC 9113
  /// §8.1).
  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (answered && !heard && context.channel().isActive()) {
      context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
    }
    context.close(promise);
  }

  private static Http2Headers headers(HttpResponse response) {
    var headers = new DefaultHttp2Headers().status(response.status().codeAsText());
    for (Map.Entry<String, String> line : response.headers()) {
      String name = line.getKey().toLowerCase(Locale.ROOT);
      if (!StreamHead.OF_CONNECTION.contains(name)) {
        headers.add(name, line.getValue());
      }
    }
    return headers;
  }
}
