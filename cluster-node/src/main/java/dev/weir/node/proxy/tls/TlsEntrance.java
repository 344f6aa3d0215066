package dev.weir.node.proxy.tls;

import dev.weir.node.proxy.wire.PhaseTimer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Encrypts a client's connection, and then leads it to HTTP. Confined to its event loop.
///
/// ```
/// client hello ─┬─ name of ours, or none ─▶ handshake ─┬─ h2 ───────────────▶ HTTP/2
///               │                                      ╰─ http/1.1, or none ▶ HTTP/1.1
///               ╰─ other name ──▶ alert, closed      (all of it within the time for a head)
/// ```
public final class TlsEntrance extends ChannelInboundHandlerAdapter {
  /// The longest client hello that is read.
  public static final int HELLO_BYTES_MAX = 16 * 1024;

  /// The record of a fatal alert `unrecognized_name` (RFC 8446 §6.2).
  private static final byte[] UNRECOGNISED = {21, 3, 3, 0, 2, 2, 112};

  /// How a handshake ended.
  public enum Handshake {
    /// TLS 1.2 or 1.3 holds.
    DONE,
    /// The client named a host that none of the sections has.
    OTHER_NAME,
    /// The two could not agree, or what came was not TLS.
    FAILED,
    /// It was not over in time.
    LATE;

    /// The label value of the counter.
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// Who goes on where it ends.
  public interface Beyond {
    /// Puts what HTTP/1.1 needs at the end of the pipeline.
    void http1(Channel channel, TlsSections.Section section);

    /// Puts what HTTP/2 needs there.
    void http2(Channel channel, TlsSections.Section section);

    /// Hears how the handshake ended.
    void ended(Handshake how);
  }

  private final TlsSections sections;
  private final Duration within;
  private final Beyond beyond;
  private final PhaseTimer timer;
  private TlsSections.@Nullable Section chosen;
  private boolean over;

  private TlsEntrance(Channel channel, TlsSections sections, Duration within, Beyond beyond) {
    this.sections = sections;
    this.within = within;
    this.beyond = beyond;
    this.timer = new PhaseTimer(channel.eventLoop());
  }

  /// Adds what encrypts to the end of a channel's pipeline.
  public static void add(Channel channel, TlsSections sections, Duration within, Beyond beyond) {
    var entrance = new TlsEntrance(channel, sections, within, beyond);
    channel.pipeline().addLast(entrance.new Hello(), entrance);
  }

  /// Reads the client hello, and answers with the certificate that it asks for.
  private final class Hello extends SniHandler {
    Hello() {
      super((_, promise) -> promise, HELLO_BYTES_MAX, 0);
    }

    /// A refused name gets no context ever: the connection ends with the alert.
    @Override
    protected Future<SslContext> lookup(ChannelHandlerContext context, @Nullable String name) {
      Optional<TlsSections.Section> section =
          name == null ? Optional.of(sections.unnamed()) : sections.of(name);
      Promise<SslContext> found = context.executor().newPromise();
      if (!over && section.isPresent()) {
        chosen = section.get();
        found.setSuccess(section.get().context().get());
      } else {
        refuse(context, found);
      }
      return found;
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    timer.arm(within, () -> end(context, Handshake.LATE));
    context.read();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    TlsSections.Section section = chosen;
    if (!(event instanceof SslHandshakeCompletionEvent handshake) || over) {
      return;
    }
    if (!handshake.isSuccess() || section == null) {
      end(context, Handshake.FAILED);
      return;
    }
    over = true;
    timer.close();
    beyond.ended(Handshake.DONE);
    SslHandler tls = context.pipeline().get(SslHandler.class);
    if (ApplicationProtocolNames.HTTP_2.equals(tls.applicationProtocol())) {
      beyond.http2(context.channel(), section);
    } else {
      beyond.http1(context.channel(), section);
    }
    context.fireChannelActive();
    context.pipeline().remove(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end(context, Handshake.FAILED);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    end(context, Handshake.FAILED);
  }

  /// The hello is kept until the promise is: that is when the connection is closed.
  private void refuse(ChannelHandlerContext context, Promise<SslContext> promise) {
    Throwable why = new IllegalArgumentException("no section has the name");
    context.channel().closeFuture().addListener(_ -> promise.tryFailure(why));
    if (!over) {
      over = true;
      timer.close();
      beyond.ended(Handshake.OTHER_NAME);
      ByteBuf alert = Unpooled.wrappedBuffer(UNRECOGNISED);
      context.writeAndFlush(alert).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void end(ChannelHandlerContext context, Handshake how) {
    if (!over) {
      over = true;
      timer.close();
      beyond.ended(how);
      context.close();
    }
  }
}
