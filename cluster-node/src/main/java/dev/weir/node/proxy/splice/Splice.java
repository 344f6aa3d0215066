package dev.weir.node.proxy.splice;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Octets that pass both ways between two connections until both sides have said all.
///
/// Either side is read only while the other takes what was read, so what waits in between is
/// bounded by the channels' write marks (when a side has closed, Netty reads what the kernel still
/// holds of it). The end of one direction is passed on by itself. A side that breaks off is passed
/// on as a reset: half an answer must not look like a whole one.
///
/// Confined to the event loop that both channels share.
public final class Splice {
  /// How it ended. The names are metric labels.
  public enum End {
    /// Both sides had said all.
    CLOSED,
    /// One of them broke off.
    RESET,
    /// Nothing passed for too long.
    IDLE;

    /// As a metric's label.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Is told what passes, by the event loop.
  public interface Account {
    /// Octets came in by the near side.
    void onward(int octets);

    /// Octets came in by the far side.
    void back(int octets);

    /// Both channels have been told to close. Told once.
    void ended(End why);
  }

  private final Channel near;
  private final Channel far;
  private final Direction onward;
  private final Direction back;
  private final long idleNs;
  private final Account account;
  private @Nullable ScheduledFuture<?> timer;
  private long passedAtNs = System.nanoTime();
  private int directionsOver;
  private boolean over;

  private Splice(Channel near, Channel far, Duration idle, Account account) {
    this.near = near;
    this.far = far;
    this.onward = new Direction(near, far, account::onward);
    this.back = new Direction(far, near, account::back);
    this.idleNs = idle.toNanos();
    this.account = account;
  }

  /// Joins two channels whose pipelines have nothing left that reads or writes octets, and which
  /// are not read by themselves; what was [Held] of either comes first. `idle` is how long nothing
  /// may pass in either direction.
  public static void join(Channel near, Channel far, Duration idle, Account account) {
    if (!near.eventLoop().equals(far.eventLoop())) {
      throw new IllegalArgumentException(near + " and " + far + " are of two event loops");
    }
    var splice = new Splice(near, far, idle, account);
    for (Channel side : new Channel[] {near, far}) {
      side.config().setAutoRead(false).setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }
    splice.begin();
  }

  private void begin() {
    near.pipeline().addLast(onward);
    far.pipeline().addLast(back);
    watch(idleNs);
    Held.release(near);
    Held.release(far);
    if (near.isActive() && far.isActive()) {
      onward.listen();
      back.listen();
    } else {
      end(End.RESET);
    }
  }

  private void watch(long withinNs) {
    timer = near.eventLoop().schedule(this::look, withinNs, TimeUnit.NANOSECONDS);
  }

  private void look() {
    long quietNs = System.nanoTime() - passedAtNs;
    if (quietNs >= idleNs) {
      end(End.IDLE);
    } else if (!over) {
      watch(idleNs - quietNs);
    }
  }

  private void directionOver() {
    directionsOver++;
    if (directionsOver == 2) {
      end(End.CLOSED);
    }
  }

  private void end(End why) {
    if (over) {
      return;
    }
    over = true;
    if (timer != null) {
      timer.cancel(false);
    }
    for (Channel side : new Channel[] {near, far}) {
      if (why != End.CLOSED && side.isActive()) {
        side.config().setOption(ChannelOption.SO_LINGER, 0);
      }
      side.close();
    }
    account.ended(why);
  }

  /// What comes in by one channel and goes out by the other.
  private final class Direction extends ChannelInboundHandlerAdapter {
    private final Channel from;
    private final Channel to;
    private final IntConsumer counted;
    private boolean ended;
    private boolean renewing;

    private Direction(Channel from, Channel to, IntConsumer counted) {
      this.from = from;
      this.to = to;
      this.counted = counted;
    }

    private void listen() {
      if (!over && !ended && !renewing && to.isWritable()) {
        from.read();
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof ByteBuf octets && !over) {
        passedAtNs = System.nanoTime();
        counted.accept(octets.readableBytes());
        to.write(octets, to.voidPromise());
      } else {
        ReferenceCountUtil.release(message);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      deliver();
      listen();
    }

    /// This side takes again what the other one says.
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      opposite().listen();
    }

    /// This side has said all; what it said goes out first.
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == ChannelInputShutdownEvent.INSTANCE && !ended) {
        ended = true;
        opposite().settle();
        to.write(Unpooled.EMPTY_BUFFER).addListener(it -> passEnd(it.isSuccess()));
        deliver();
      }
    }

    private void deliver() {
      if (over || renewing) {
        return;
      }
      if (opposite().ended) {
        renewing = true;
        to.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> renew());
      } else {
        to.flush();
      }
    }

    /// Netty takes a channel out of epoll when it waits for nothing of it, and fails to take it in
    /// again later (4.2.18). One whose input has ended waits for nothing as soon as it has taken
    /// what was written, so it is registered anew each time.
    private void renew() {
      if (!over) {
        to.deregister().addListener(_ -> to.eventLoop().register(to).addListener(_ -> renewed()));
      }
    }

    private void renewed() {
      renewing = false;
      var waiting = to.unsafe().outboundBuffer(); // null once it is closed
      if (waiting != null && waiting.totalPendingWriteBytes() > 0) {
        deliver();
      }
      listen();
    }

    /// The end of the one that is written to has yet to be seen by epoll a second time.
    private void settle() {
      renewing = true;
      var loop = to.eventLoop();
      loop.execute(() -> loop.schedule(this::renew, 1, TimeUnit.MILLISECONDS));
    }

    private Direction opposite() {
      return this == onward ? back : onward;
    }

    private void passEnd(boolean written) {
      if (written && to instanceof DuplexChannel duplex) {
        duplex.shutdownOutput().addListener(_ -> directionOver());
      } else {
        end(End.RESET);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      end(End.RESET);
    }

    /// A reset, or a write into a connection that is gone.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      end(End.RESET);
    }
  }
}
