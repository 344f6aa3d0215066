package dev.weir.lab.traffic;

import dev.weir.lab.net.OriginName;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The lab's name server: one UDP socket, one thread, a fixed table of names.
///
/// What cannot be read as a question gets no answer; nothing that arrives ends it.
public final class DnsResponder implements AutoCloseable {
  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel channel;

  private DnsResponder(InetSocketAddress address, DnsAnswer zone) throws InterruptedException {
    var bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(NioDatagramChannel.class)
            .handler(
                new ChannelInitializer<DatagramChannel>() {
                  @Override
                  protected void initChannel(DatagramChannel made) {
                    made.pipeline()
                        .addLast(
                            new DatagramDnsQueryDecoder(),
                            new DatagramDnsResponseEncoder(),
                            new Conversation(zone));
                  }
                });
    channel = bootstrap.bind(address).sync().channel();
  }

  /// Answers on the given address (port 0: any free one) for the given names until closed.
  public static DnsResponder listen(InetSocketAddress address, List<OriginName> names)
      throws InterruptedException {
    return new DnsResponder(address, new DnsAnswer(names, InstantSource.system()));
  }

  /// The port it listens on.
  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
  }

  /// One query at a time: decoded, answered from the zone, forgotten.
  private static final class Conversation extends SimpleChannelInboundHandler<DatagramDnsQuery> {
    private final DnsAnswer zone;

    Conversation(DnsAnswer zone) {
      this.zone = zone;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
      var response =
          new DatagramDnsResponse(query.recipient(), query.sender(), query.id(), query.opCode());
      response.setRecursionDesired(query.isRecursionDesired());
      response.setAuthoritativeAnswer(true);
      List<DnsQuestion> questions = questions(query);
      for (DnsQuestion question : questions) {
        response.addRecord(DnsSection.QUESTION, copy(question));
      }
      zone.answer(questions, response);
      context.writeAndFlush(response);
    }

    private static List<DnsQuestion> questions(DatagramDnsQuery query) {
      var questions = new ArrayList<DnsQuestion>();
      for (int i = 0; i < query.count(DnsSection.QUESTION); i++) {
        DnsRecord record = query.recordAt(DnsSection.QUESTION, i);
        if (record instanceof DnsQuestion question) {
          questions.add(question);
        }
      }
      return questions;
    }

    private static DnsQuestion copy(DnsQuestion question) {
      return new DefaultDnsQuestion(question.name(), question.type(), question.dnsClass());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // A datagram that is not a question was sent by somebody; nobody is owed an answer for it.
      context.flush();
    }
  }
}
