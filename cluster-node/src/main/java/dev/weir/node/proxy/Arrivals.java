package dev.weir.node.proxy;

import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.client.ProxyMeters;
import dev.weir.node.proxy.host.HostCheck;
import dev.weir.node.proxy.http2.Http2Connections;
import dev.weir.node.proxy.wire.Inlet;
import dev.weir.node.telemetry.ReverseMetric;
import dev.weir.node.telemetry.Telemetry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.time.Duration;
import java.util.function.BiFunction;

/// Where clients' conversations begin that come by a door: one for a connection of HTTP/1.1, one
/// for each stream of HTTP/2.
final class Arrivals implements DoorListener.Beginning {
  /// Who makes them.
  interface Making {
    /// Puts what HTTP/1.1 needs at the end of a channel's pipeline.
    void http1(Channel channel, Caller caller, Door by);

    /// What answers the messages of a stream.
    ChannelHandler conversation(Channel stream, Caller caller);
  }

  private final HostCheck hosts;
  private final Making making;
  private final Http2Connections http2;

  Arrivals(
      HostCheck hosts, Duration idle, ProxyMeters meters, Telemetry telemetry, Making making) {
    this.hosts = hosts;
    this.making = making;
    this.http2 =
        new Http2Connections(
            idle, meters::streamFault, () -> meters.closed(ProxyMeters.Closed.IDLE));
    telemetry.gauge(ReverseMetric.HTTP2_CONNECTIONS, http2::count);
  }

  @Override
  public void http1(Channel channel, Door by, BiFunction<HostCheck, Channel, Caller> caller) {
    making.http1(channel, caller.apply(hosts, channel), by);
  }

  @Override
  public void http2(Channel channel, BiFunction<HostCheck, Channel, Caller> caller) {
    http2.begin(
        channel,
        stream ->
            stream
                .pipeline()
                .addLast(Inlet.endingAtOnce())
                .addLast(making.conversation(stream, caller.apply(hosts, stream))));
  }

  /// Has clients of HTTP/2 come again elsewhere.
  void leave() {
    http2.leave();
  }
}
