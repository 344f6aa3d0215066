package dev.weir.node.proxy.icap;

import dev.weir.node.proxy.icap.wire.IcapDecoder;
import dev.weir.node.proxy.icap.wire.IcapMessage;
import dev.weir.node.proxy.wire.Inlet;
import dev.weir.node.proxy.wire.PhaseTimer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One event loop's connections to a service, and what the service has said of itself. Confined to
/// that loop.
final class IcapPool {
  private static final int WAITING_MAX = 1_000;

  /// Who waits for a connection.
  interface Waiter {
    /// Here is one, and what the service is like.
    void onReady(IcapConnection connection, IcapOptions options);

    /// There is none.
    void onNone(IcapFailure why);
  }

  private final EventLoop loop;
  private final IcapService service;
  private final ArrayDeque<IcapConnection> idle = new ArrayDeque<>();
  private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
  private @Nullable IcapOptions options;
  private long optionsUntilNs;
  private boolean asking;
  private int opening;

  IcapPool(EventLoop loop, IcapService service) {
    this.loop = loop;
    this.service = service;
  }

  EventLoop loop() {
    return loop;
  }

  IcapService service() {
    return service;
  }

  /// Tells whoever waits, now or later, but once.
  void take(Waiter waiter) {
    if (!service.admits()) {
      waiter.onNone(IcapFailure.OPEN);
    } else if (waiting.size() >= WAITING_MAX) {
      waiter.onNone(IcapFailure.BUSY);
    } else {
      waiting.add(waiter);
      serve();
    }
  }

  /// Nobody waits there any more.
  void forget(Waiter waiter) {
    waiting.remove(waiter);
  }

  private void serve() {
    while (!asking && !waiting.isEmpty()) {
      IcapConnection kept = idle.pollLast();
      if (kept != null && kept.isOpen()) {
        use(kept);
      } else if (kept == null) {
        if (opening >= waiting.size() || !service.takePlace()) {
          return;
        }
        opening++;
        connect();
      }
    }
  }

  private void connect() {
    var bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(EpollSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.AUTO_READ, false)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) service.settings().timeout().toMillis())
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new IcapDecoder(), Inlet.endingLast(), new IcapConnection(channel));
                  }
                });
    bootstrap
        .connect(service.settings().address())
        .addListener((ChannelFuture done) -> {
          opening--;
          if (done.isSuccess()) {
            done.channel().closeFuture().addListener(closed -> left());
            use(done.channel().pipeline().get(IcapConnection.class));
          } else {
            service.leavePlace();
            failAll(IcapFailure.UNREACHABLE, String.valueOf(done.cause().getMessage()));
          }
        });
  }

  private void left() {
    service.leavePlace();
    serve();
  }

  private void use(IcapConnection connection) {
    if (asking) {
      idle.add(connection);
      connection.rest();
      return;
    }
    IcapOptions known = options;
    if (known == null || System.nanoTime() - optionsUntilNs > 0) {
      ask(connection);
      return;
    }
    Waiter next = waiting.poll();
    if (next == null) {
      keep(connection);
    } else {
      next.onReady(connection, known);
    }
  }

  /// A dialogue is over, after which the connection can be used again.
  void keep(IcapConnection connection) {
    if (connection.isOpen()) {
      idle.add(connection);
      connection.rest();
    }
    serve();
    if (service.isDismissed()) {
      clear();
    }
  }

  /// Closes what is not in use.
  void clear() {
    List.copyOf(idle).forEach(IcapConnection::close);
    idle.clear();
  }

  /// The service has another state (RFC 3507 §4.7): what it says of itself may have changed.
  void tagged(String tag) {
    IcapOptions known = options;
    if (known != null && !tag.isEmpty() && !known.tag().equals(tag)) {
      options = null;
    }
  }

  private void failAll(IcapFailure why, String detail) {
    service.failed(why, detail);
    asking = false;
    List<Waiter> all = new ArrayList<>(waiting);
    waiting.clear();
    all.forEach(it -> it.onNone(why));
  }

  /// OPTIONS (RFC 3507 §4.10); meanwhile everybody waits.
  private void ask(IcapConnection connection) {
    asking = true;
    var timer = new PhaseTimer(loop);
    timer.arm(service.settings().timeout(), () -> end(connection, timer, IcapFailure.TIMEOUT));
    connection.serve(
        new IcapConnection.Listener() {
          @Override
          public void on(IcapMessage message) {
            switch (message) {
              case IcapMessage.Head head when head.status() == 200 -> {
                options = IcapOptions.of(head.fields(), service.settings().previewMax());
                optionsUntilNs = System.nanoTime() + options.validFor().toNanos();
                connection.read();
              }
              case IcapMessage.Head _ -> end(connection, timer, IcapFailure.REFUSED);
              case IcapMessage.Piece piece -> {
                piece.release();
                connection.read();
              }
              case IcapMessage.End() -> {
                timer.close();
                asking = false;
                keep(connection);
              }
              case IcapMessage.Malformed _ -> end(connection, timer, IcapFailure.MALFORMED);
            }
          }

          @Override
          public void onClosed() {
            end(connection, timer, IcapFailure.CLOSED);
          }

          @Override
          public void onWritable() {}
        });
    connection.write(IcapRequest.options(service.settings()));
    connection.read();
  }

  private void end(IcapConnection connection, PhaseTimer timer, IcapFailure why) {
    timer.close();
    connection.close();
    failAll(why, "OPTIONS");
  }
}
