package dev.weir.node.proxy.http2;

import dev.weir.node.proxy.limit.Standing;
import dev.weir.node.proxy.wire.Inlet;
import dev.weir.node.proxy.wire.StrictRequestDecoder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

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

  /// What it is made with.
  ///
  /// @param idle how long one may have no request
  /// @param refusal why a stream may not begin, if so
  /// @param faults told why a stream is reset
  /// @param idled told when a connection ends because it had no request
  public record Means(
      Supplier<Duration> idle,
      Function<Channel, Optional<StreamFault>> refusal,
      Consumer<StreamFault> faults,
      Runnable idled) {}

  private final Means means;
  private final Set<Channel> open = ConcurrentHashMap.newKeySet();

  /// None yet.
  public Http2Connections(Means means) {
    this.means = means;
  }

  /// Begins HTTP/2 at the end of a channel's pipeline. Each request has a channel of its own, which
  /// `conversation` completes with what takes messages of HTTP/1.1.
  public void begin(Channel channel, Standing standing, Consumer<Channel> conversation) {
    var guard =
        new ConnectionGuard(
            channel,
            new ConnectionGuard.Means(standing, means.idle().get(), means.faults(), means.idled()));
    var sieve = new FrameSieve(guard);
    var streams =
        new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel stream) {
            guard.opened(stream);
            Optional<StreamFault> refused = means.refusal().apply(stream);
            if (refused.isPresent()) {
              means.faults().accept(refused.get());
              stream.pipeline().addLast(new RefusedStream());
              return;
            }
            stream.config().setAutoRead(false);
            stream
                .pipeline()
                .addLast(
                    new StreamMessages(means.faults(), sieve.opened(stream)), Inlet.endingAtOnce());
            conversation.accept(stream);
          }
        };
    channel.pipeline().addLast(codec(), sieve, new Http2MultiplexHandler(streams), guard);
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
    return new ServerCodec.Builder()
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

  /// Asks all clients to come again elsewhere; what is under way goes on.
  public void leave() {
    open.forEach(channel -> tell(channel, ConnectionGuard::leave));
  }

  /// Ends all, each with a last word; waits until they are closed, or that long.
  public void end(Duration atMost) {
    long until = System.nanoTime() + atMost.toNanos();
    open.forEach(channel -> tell(channel, guard -> guard.end(Http2Error.NO_ERROR)));
    for (Channel channel : open) {
      channel.closeFuture().awaitUninterruptibly(until - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }

  private static void tell(Channel channel, Consumer<ConnectionGuard> what) {
    channel
        .eventLoop()
        .execute(() -> {
          var guard = channel.pipeline().get(ConnectionGuard.class);
          if (guard != null) {
            what.accept(guard);
          }
        });
  }
}
