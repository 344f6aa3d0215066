package dev.weir.node.proxy.http2;

import dev.weir.node.proxy.wire.Inlet;
import dev.weir.node.proxy.wire.StrictRequestDecoder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The connections of clients that speak HTTP/2, all of a node. For any thread.
public final class Http2Connections {
  /// The most requests under way on one connection.
  public static final int STREAMS_MAX = 100;

  /// What a client may send on a stream, and on a connection, before it is read.
  public static final int STREAM_WINDOW_BYTES = 64 * 1024;

  static final int CONNECTION_WINDOW_BYTES = 1024 * 1024;

  private static final int INITIAL_WINDOW_BYTES = 65_535; // RFC 9113 §6.9.2
  private static final int RESETS_MAX = 100; // CVE-2023-44487, CVE-2025-8671
  private static final int RESET_SECONDS = 10;
  private static final int QUEUED_CONTROL_FRAMES_MAX = 1000;
  private static final int EMPTY_DATA_FRAMES_MAX = 2;
  private static final int SMALL_CONTINUATIONS_MAX = 16;

  private final Duration idle;
  private final Consumer<StreamFault> faults;
  private final Runnable idled;
  private final Set<Channel> open = ConcurrentHashMap.newKeySet();

  /// None yet.
  ///
  /// @param idle how long one may have no request
  /// @param faults told why a stream is reset
  /// @param idled told when a connection ends because it had no request
  public Http2Connections(Duration idle, Consumer<StreamFault> faults, Runnable idled) {
    this.idle = idle;
    this.faults = faults;
    this.idled = idled;
  }

  /// Begins HTTP/2 at the end of a channel's pipeline. Each request has a channel of its own, which
  /// `conversation` completes with what takes messages of HTTP/1.1.
  public void begin(Channel channel, Consumer<Channel> conversation) {
    var guard = new ConnectionGuard(channel, idle, faults, idled);
    var streams =
        new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel stream) {
            guard.opened(stream);
            stream.config().setAutoRead(false);
            stream.pipeline().addLast(new StreamMessages(faults), Inlet.endingAtOnce());
            conversation.accept(stream);
          }
        };
    channel.pipeline().addLast(codec(), new Http2MultiplexHandler(streams), guard);
    open.add(channel);
    channel.closeFuture().addListener(_ -> open.remove(channel));
    ChannelHandlerContext last = channel.pipeline().context(guard);
    last.writeAndFlush(
        new DefaultHttp2WindowUpdateFrame(CONNECTION_WINDOW_BYTES - INITIAL_WINDOW_BYTES));
    channel.config().setAutoRead(true); // streams are read on demand, by their windows
  }

  private static Http2FrameCodec codec() {
    var settings =
        Http2Settings.defaultSettings()
            .maxConcurrentStreams(STREAMS_MAX)
            .initialWindowSize(STREAM_WINDOW_BYTES)
            .maxHeaderListSize(StrictRequestDecoder.HEAD_BYTES_MAX);
    return Http2FrameCodecBuilder.forServer()
        .initialSettings(settings)
        .validateHeaders(true)
        .validateRequiredPseudoHeaders(true)
        .decoderEnforceMaxRstFramesPerWindow(RESETS_MAX, RESET_SECONDS)
        .encoderEnforceMaxRstFramesPerWindow(RESETS_MAX, RESET_SECONDS)
        .encoderEnforceMaxQueuedControlFrames(QUEUED_CONTROL_FRAMES_MAX)
        .decoderEnforceMaxConsecutiveEmptyDataFrames(EMPTY_DATA_FRAMES_MAX)
        .decoderEnforceMaxSmallContinuationFrames(SMALL_CONTINUATIONS_MAX)
        .build();
  }

  /// How many there are.
  public int count() {
    return open.size();
  }

  /// Tells all clients to come again elsewhere; what is under way goes on.
  public void leave() {
    for (Channel channel : open) {
      channel
          .eventLoop()
          .execute(() -> {
            var guard = channel.pipeline().get(ConnectionGuard.class);
            if (guard != null) {
              guard.leave();
            }
          });
    }
  }
}
