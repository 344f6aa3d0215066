package dev.weir.node.proxy.chain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weir.cache.message.Fields;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.origin.OriginPool;
import dev.weir.node.proxy.origin.OriginRoute;
import dev.weir.node.proxy.request.Authority;
import dev.weir.node.proxy.splice.Held;
import dev.weir.node.proxy.tunnel.ConnectAnswer;
import dev.weir.node.proxy.wire.PhaseTimer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/// The far end of a tunnel: parents are asked for it by CONNECT (RFC 9110 §9.3.6), one after the
/// other until one answers. Confined to its event loop.
///
/// The next one is asked while nothing has answered, for nothing of the tunnel was sent. What a
/// parent refuses is refused, but for 407: that it wants a login is no business of the client's.
public final class ParentTunnel {
  private static final int LOGIN_WANTED = 407;
  private static final int REFUSED_FROM = 400;

  /// Who wants the tunnel.
  public interface Wanting {
    /// A parent is about to be asked.
    void asks(Way.Through way);

    /// A parent leads through: what it has said already is [Held] by the channel.
    void agreed(Channel parent);

    /// The origin is to be asked.
    ///
    /// @param instead whether a parent should have been, so that the host is not found yet
    void direct(boolean instead);

    /// A parent has refused it with this status.
    void refused(int status);

    /// Nobody has answered.
    void failed(OriginFailure failure);
  }

  /// Where the tunnel leads, and what parents are told of it.
  ///
  /// @param fields of the CONNECT beside Host and our login
  /// @param within the longest that all parents together may take
  public record Sought(Authority to, Fields fields, Duration within) {}

  private final ParentBoard board;
  private final Iterator<Way> ways;
  private final OriginPool pool;
  private final Sought sought;
  private final Wanting wanting;
  private final long untilNs;

  ParentTunnel(ParentBoard board, List<Way> ways, OriginPool pool, Sought sought, Wanting wanting) {
    this.board = board;
    this.ways = ways.iterator();
    this.pool = pool;
    this.sought = sought;
    this.wanting = wanting;
    this.untilNs = System.nanoTime() + sought.within.toNanos();
  }

  /// Asks whoever comes next; there may be nobody.
  void next(OriginFailure otherwise) {
    if (!ways.hasNext()) {
      board.went("none");
      wanting.failed(otherwise);
      return;
    }
    switch (ways.next()) {
      case Way.Direct _ -> {
        board.went("fallback");
        wanting.direct(true);
      }
      case Way.Through way -> {
        board.asked(way.parent());
        wanting.asks(way);
        Duration connect = least(way.parent().connectWithin(), left());
        pool.open(OriginRoute.ofNode(way.address()), connect, new Ear(way.parent()))
            .addListener((ChannelFuture done) -> {
              if (!done.isSuccess()) {
                onFailed(way.parent(), OriginFailure.ofConnecting(done.cause()));
              }
            });
      }
    }
  }

  private void onFailed(Parent parent, OriginFailure failure) {
    board.failed(parent, failure);
    boolean again = failure.isOfConnecting() || failure == OriginFailure.CLOSED;
    if (again && ways.hasNext()) {
      next(failure);
    } else {
      board.went("none");
      wanting.failed(failure);
    }
  }

  private void onStatus(Parent parent, int status) {
    if (status == LOGIN_WANTED) {
      board.refusedLogin(parent);
      wanting.failed(OriginFailure.PARENT_LOGIN);
    } else if (status < REFUSED_FROM) {
      onFailed(parent, OriginFailure.MALFORMED);
    } else {
      board.answered(parent);
      board.went("parent");
      wanting.refused(status);
    }
  }

  private ByteBuf question(Parent parent) {
    String to = sought.to.host() + ":" + sought.to.port();
    Fields fields = sought.fields.with("Host", to);
    if (parent.login().isPresent()) {
      fields = fields.with("Proxy-Authorization", parent.login().get().reveal());
    }
    var head = new StringBuilder("CONNECT ").append(to).append(" HTTP/1.1\r\n");
    for (Fields.Field line : fields) {
      head.append(line.name()).append(": ").append(line.value()).append("\r\n");
    }
    return Unpooled.copiedBuffer(head.append("\r\n"), ISO_8859_1);
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(1, untilNs - System.nanoTime()));
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /// Hears what a parent says before the tunnel is there.
  private final class Ear extends ChannelInboundHandlerAdapter {
    private final Parent parent;
    private final PhaseTimer timer = new PhaseTimer(pool.loop());
    private final ByteBuf heard = Unpooled.buffer(256, 2 * ConnectAnswer.OCTETS_MAX + (1 << 16));
    private boolean over;

    Ear(Parent parent) {
      this.parent = parent;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      timer.arm(left(), () -> fail(context, OriginFailure.ANSWER_TIMEOUT));
      context.writeAndFlush(question(parent), context.voidPromise());
      context.channel().read();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      var octets = (ByteBuf) message;
      if (over) {
        octets.release();
        return;
      }
      heard.writeBytes(octets);
      octets.release();
      switch (ConnectAnswer.of(heard)) {
        case ConnectAnswer.Unfinished _ -> context.channel().read();
        case ConnectAnswer.Broken _ -> fail(context, OriginFailure.MALFORMED);
        case ConnectAnswer.Final it when it.agrees() -> agree(context);
        case ConnectAnswer.Final(int status) -> {
          end(context);
          onStatus(parent, status);
        }
      }
    }

    private void agree(ChannelHandlerContext context) {
      over = true;
      timer.close();
      board.answered(parent);
      board.went("parent");
      Held.instead(context, heard);
      wanting.agreed(context.channel());
    }

    private void fail(ChannelHandlerContext context, OriginFailure failure) {
      if (!over) {
        end(context);
        onFailed(parent, failure);
      }
    }

    private void end(ChannelHandlerContext context) {
      over = true;
      timer.close();
      heard.release();
      context.close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof ChannelInputShutdownEvent) {
        fail(context, OriginFailure.CLOSED);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      fail(context, OriginFailure.CLOSED);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable why) {
      fail(context, OriginFailure.CLOSED);
    }
  }
}
