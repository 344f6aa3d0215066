package dev.weir.node.proxy.quick;

import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.client.ClientConversation;
import dev.weir.node.proxy.introduce.ClientAddress;
import dev.weir.node.proxy.limit.Guard;
import dev.weir.node.proxy.wire.Inlet;
import dev.weir.node.proxy.wire.StrictRequestDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;

/// The short way in front of a client's connection: what it can answer it answers, everything else
/// goes on to the decoder as it came.
///
/// A request is answered here only while nothing is under way behind it, and the conversation is
/// told, so that its deadlines hold. Confined to the event loop of its channel.
public final class QuickPath extends ChannelInboundHandlerAdapter {
  private final QuickLoop loop;
  private final StrictRequestDecoder decoder;
  private final Inlet inlet;
  private final ClientConversation conversation;
  private final Guard guard;
  private final KnownHost host;
  private boolean answered;
  private boolean passed;
  private boolean roomy;

  /// The short way of a caller that is a client.
  ///
  /// @param decoder the next handler
  /// @param inlet hands the decoder's messages to the conversation, by way of the guard
  public QuickPath(
      QuickLoop loop,
      StrictRequestDecoder decoder,
      Inlet inlet,
      ClientConversation conversation,
      Guard guard,
      Caller caller) {
    this.loop = loop;
    this.decoder = decoder;
    this.inlet = inlet;
    this.conversation = conversation;
    this.guard = guard;
    this.host = new KnownHost(caller);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf in && loop.counted(way(context, in)) == Way.SHORT) {
      answered = true;
      in.release();
    } else {
      passed = true;
      context.fireChannelRead(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    boolean alone = answered && !passed;
    if (answered) {
      answered = false;
      context.flush();
      conversation.answeredAside();
    }
    passed = false;
    if (alone) {
      context.read();
    } else {
      context.fireChannelReadComplete();
    }
  }

  private Way way(ChannelHandlerContext context, ByteBuf in) {
    long beganNs = System.nanoTime();
    if (!guard.letsAside()
        || !conversation.isOpen()
        || !inlet.isEmpty()
        || !decoder.isBetweenMessages()) {
      return Way.BUSY;
    }
    PlainGet get = loop.get();
    Way way = get.read(in);
    if (way != Way.SHORT) {
      return way;
    }
    if (!guard.bears(in.readableBytes(), get.targetBytes(), get.fieldCount())) {
      return Way.SHAPE;
    }
    if (!host.isGood(get, beganNs)) {
      return Way.HOST;
    }
    QuickRecords records = loop.records();
    Ready ready = loop.ready();
    if (!ready.find(get, loop.now()) || !ready.write(context)) {
      return Way.STORE;
    }
    if (!roomy && ready.bodyBytes() > RoomySockets.LONG_BYTES) {
      roomy = loop.roomy().admit(context.channel());
    }
    guard.wentAside();
    long elapsedNs = System.nanoTime() - beganNs;
    host.count(loop.meters(), ready.bodyBytes(), elapsedNs);
    if (records.areMade()) {
      var client = ClientAddress.of(context.channel()) instanceof InetSocketAddress it ? it : null;
      records.make(get, ready, client, host.router(), elapsedNs);
    }
    return Way.SHORT;
  }
}
