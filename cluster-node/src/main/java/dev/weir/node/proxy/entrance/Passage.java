package dev.weir.node.proxy.entrance;

import dev.weir.node.bypass.LessonCause;
import dev.weir.node.bypass.sight.Sighting;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.outcome.Account;
import dev.weir.node.proxy.splice.Held;
import dev.weir.node.proxy.splice.Splice;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// A client's connection that is led through to its server, octet by octet.
///
/// What the client has said is held until the server is there. Confined to the event loop of both.
final class Passage implements Splice.Account {
  /// Whose connection, and where to.
  record Ends(InetAddress client, InetSocketAddress destination, Account account) {}

  private final Channel client;
  private final Splices splices;
  private final Ends ends;
  private final LessonCause cause;
  private long octetsBack;

  /// Hears what the server says first.
  private final class FirstWord extends ChannelInboundHandlerAdapter {
    /// Neither side spoke HTTP: more than the client's word for it.
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof ByteBuf octets
          && FirstOctets.ofServer(octets) == FirstOctets.Speech.NOT_HTTP) {
        splices.saw(Sighting.Kind.NOT_HTTP_EITHER, ends.client(), ends.destination());
      }
      context.pipeline().remove(this);
      context.fireChannelRead(message);
    }
  }

  private Passage(Channel client, Splices splices, Ends ends, LessonCause cause) {
    this.client = client;
    this.splices = splices;
    this.ends = ends;
    this.cause = cause;
  }

  /// Begins one for a client whose connection has been counted in the quota. `heard` is what the
  /// client has said to the handler in this place.
  static Passage begin(
      ChannelHandlerContext place, Splices splices, Ends ends, LessonCause cause, ByteBuf heard) {
    splices.begun(cause);
    Held.instead(place, heard);
    return new Passage(place.channel(), splices, ends, cause);
  }

  /// What has to be in the pipeline of the server's channel.
  ChannelHandler serverEnd() {
    return cause == LessonCause.NOT_HTTP ? new FirstWord() : new ChannelInboundHandlerAdapter();
  }

  /// What came of opening the server's channel.
  void onOpened(ChannelFuture done) {
    if (done.isSuccess()) {
      join(done.channel());
    } else {
      splices.open().giveBack(ends.client());
      OriginFailure failure = OriginFailure.ofConnecting(done.cause());
      ends.account().failed(failure.status(), failure.label());
      client.config().setOption(ChannelOption.SO_LINGER, 0);
      client.close();
    }
  }

  /// The server is there.
  void join(Channel server) {
    Splice.join(client, server, Splices.IDLE, this);
  }

  @Override
  public void onward(int octets) {
    splices.passed(Splices.Direction.TO_ORIGIN, octets);
  }

  @Override
  public void back(int octets) {
    octetsBack += octets;
    splices.passed(Splices.Direction.TO_CLIENT, octets);
  }

  @Override
  public void ended(Splice.End why) {
    ends.account().tunnelled(200, octetsBack);
    splices.open().giveBack(ends.client());
  }
}
