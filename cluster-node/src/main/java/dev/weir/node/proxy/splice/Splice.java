package dev.weir.node.proxy.splice;

import dev.weir.node.bypass.LessonCause;
import dev.weir.node.bypass.sight.Sighting;
import dev.weir.node.proxy.wire.PhaseTimer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// A connection that is led through to its server, octet by octet.
///
/// A side is read only as fast as the other takes it; the end of one direction is passed on when
/// everything before it is, and does not end the other direction; a reset is passed on at once.
/// Confined to the event loop of its two channels.
final class Splice {
  /// Whose connection, and where to.
  record Ends(InetAddress client, InetSocketAddress destination) {}

  private final Splices splices;
  private final Ends ends;
  private final LessonCause cause;
  private final PhaseTimer timer;
  private final End client;
  private final End origin;
  private boolean originSpoke;
  private boolean closed;

  /// One side: what comes from it goes to the other.
  private final class End extends ChannelInboundHandlerAdapter {
    private final Splices.Direction direction;
    private final Queue<ByteBuf> waiting = new ArrayDeque<>(); // for a server that is not there yet
    private @Nullable Channel own;
    private boolean inputEnded;
    private boolean endPassed;

    End(Splices.Direction direction) {
      this.direction = direction;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      take((ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      Channel to = other().own;
      if (to != null && to.isWritable()) {
        read();
      }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      if (context.channel().isWritable()) {
        other().read();
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof ChannelInputShutdownEvent && !inputEnded) {
        inputEnded = true;
        passEnd();
      }
    }

    /// After an end in both directions, what this side has said may still be on its way.
    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (!inputEnded || endPassed) {
        close(true);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable why) {
      close(true);
    }

    private End other() {
      return this == client ? origin : client;
    }

    private void read() {
      if (own != null && !inputEnded) {
        own.read();
      }
    }

    private void take(ByteBuf octets) {
      Channel to = other().own;
      splices.passed(direction, octets.readableBytes());
      timer.arm(Splices.IDLE, () -> close(false));
      if (this == origin) {
        hear(octets);
      }
      if (closed) {
        octets.release();
      } else if (to == null) {
        waiting.add(octets);
      } else {
        to.writeAndFlush(octets, to.voidPromise());
      }
    }

    /// The write comes after all others, so that nothing of them is lost.
    private void passEnd() {
      Channel to = other().own;
      if (to != null && inputEnded) {
        to.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> finish(to));
      }
    }

    private void finish(Channel to) {
      endPassed = true;
      if (to instanceof DuplexChannel duplex && to.isActive()) {
        duplex.shutdownOutput();
      }
      if (other().endPassed || own == null || !own.isActive()) {
        close(false);
      }
    }

    private void joinWaiting() {
      while (!waiting.isEmpty()) {
        ByteBuf octets = waiting.remove();
        Channel to = other().own;
        if (to == null) {
          octets.release();
        } else {
          to.writeAndFlush(octets, to.voidPromise());
        }
      }
      passEnd();
    }

    private void drop() {
      while (!waiting.isEmpty()) {
        waiting.remove().release();
      }
      if (own != null) {
        own.close();
      }
    }
  }

  private Splice(Channel client, Splices splices, Ends ends, LessonCause cause) {
    this.splices = splices;
    this.ends = ends;
    this.cause = cause;
    this.timer = new PhaseTimer(client.eventLoop());
    this.client = new End(Splices.Direction.TO_ORIGIN);
    this.origin = new End(Splices.Direction.TO_CLIENT);
    this.client.own = client;
    timer.arm(Splices.IDLE, () -> close(false));
  }

  /// Begins one for a client whose connection has been counted in the quota; its handler takes the
  /// place of the one given. `heard` is what the client has said.
  static Splice begin(
      ChannelHandlerContext place, Splices splices, Ends ends, LessonCause cause, ByteBuf heard) {
    Channel channel = place.channel();
    var splice = new Splice(channel, splices, ends, cause);
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    channel.pipeline().replace(place.handler(), null, splice.client);
    splices.begun(cause);
    splice.client.take(heard);
    return splice;
  }

  /// The end of a channel to the server that is being opened.
  ChannelInboundHandlerAdapter originEnd() {
    return origin;
  }

  /// What came of opening it.
  void onConnected(ChannelFuture done) {
    if (closed) {
      done.channel().close();
    } else if (done.isSuccess()) {
      join(done.channel());
    } else {
      close(true);
    }
  }

  /// The server is there; its channel has [#originEnd()].
  void join(Channel channel) {
    origin.own = channel;
    client.joinWaiting();
    client.read();
    origin.read();
  }

  /// What the server had said before.
  void hear(ByteBuf octets, Channel channel) {
    join(channel);
    origin.take(octets);
  }

  /// Neither side spoke HTTP: more than the client's word for it.
  private void hear(ByteBuf octets) {
    if (!originSpoke && cause == LessonCause.NOT_HTTP) {
      if (FirstOctets.ofServer(octets) == FirstOctets.Speech.NOT_HTTP) {
        splices.saw(Sighting.Kind.NOT_HTTP_EITHER, ends.client(), ends.destination());
      }
    }
    originSpoke = true;
  }

  private void close(boolean broken) {
    if (closed) {
      return;
    }
    closed = true;
    timer.close();
    splices.open().giveBack(ends.client());
    for (End end : new End[] {client, origin}) {
      if (broken && end.own != null && end.own.isOpen()) {
        end.own.config().setOption(ChannelOption.SO_LINGER, 0);
      }
      end.drop();
    }
  }
}
