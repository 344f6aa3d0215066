package dev.weir.node.proxy.introduce;

import dev.weir.node.proxy.wire.PhaseTimer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads who a sender introduces at the beginning of its connection, which it must, and leads the
/// connection on. Confined to its event loop.
public final class IntroductionReader extends ByteToMessageDecoder {
  private final Duration within;
  private final Consumer<Optional<InetSocketAddress>> known;
  private final Runnable refused;
  private final PhaseTimer timer;
  private boolean over;

  /// One that waits so long.
  ///
  /// @param known told whose it is; puts what comes next at the end of the pipeline, or closes
  /// @param refused told when it is not said, or not in time; the connection is closed then
  public IntroductionReader(
      Channel channel,
      Duration within,
      Consumer<Optional<InetSocketAddress>> known,
      Runnable refused) {
    this.within = within;
    this.known = known;
    this.refused = refused;
    this.timer = new PhaseTimer(channel.eventLoop());
    setSingleDecode(true);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    timer.arm(within, () -> refuse(context));
    context.read();
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (over || !in.isReadable()) {
      return;
    }
    switch (Introduced.of(in)) {
      case Introduced.Incomplete() -> context.read();
      case Introduced.Nonsense() -> {
        in.skipBytes(in.readableBytes());
        refuse(context);
      }
      case Introduced.By(Optional<InetSocketAddress> client, int octets) -> {
        in.skipBytes(octets);
        over = true;
        timer.close();
        client.ifPresent(it -> ClientAddress.introduce(context.channel(), it));
        known.accept(client);
        if (context.channel().isOpen()) {
          context.fireChannelActive();
          context.pipeline().remove(this); // what follows goes on to the next handler
        }
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    timer.close();
    over = true;
    super.channelInactive(context);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    refuse(context);
  }

  private void refuse(ChannelHandlerContext context) {
    if (!over) {
      over = true;
      timer.close();
      refused.run();
      context.close();
    }
  }
}
