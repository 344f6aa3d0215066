package dev.weir.node.proxy.origin;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.node.bypass.sight.Advice;
import dev.weir.node.bypass.sight.Sighting;
import dev.weir.node.bypass.sight.Watch;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Hears what an origin answers before its receiver does, and tells the [Watch] what may be learnt
/// of it. Confined to the event loop of its exchange.
public final class Witness implements OriginReceiver {
  private static final List<String> KEPT_FIELDS = List.of("Host", "User-Agent", "Accept", "Via");

  private final OriginReceiver receiver;
  private final OriginRequest request;
  private final InetAddress address;
  private final Client client;
  private final OriginPool origins;

  /// Who has asked.
  ///
  /// @param watch is told
  /// @param leave ends its connection after the response, so that its next one is spared
  public record Client(Channel channel, Watch watch, Runnable leave) {}

  private Witness(
      OriginReceiver receiver,
      OriginRequest request,
      InetAddress address,
      Client client,
      OriginPool origins) {
    this.receiver = receiver;
    this.request = request;
    this.address = address;
    this.client = client;
    this.origins = origins;
  }

  /// A witness of what a request brings; none when the client, and so its address, is gone.
  public static OriginReceiver of(
      OriginReceiver receiver, OriginRequest request, Client client, OriginPool origins) {
    return client.channel().remoteAddress() instanceof InetSocketAddress remote
        ? new Witness(receiver, request, remote.getAddress(), client, origins)
        : receiver;
  }

  @Override
  public void onWritable() {
    receiver.onWritable();
  }

  @Override
  public void onInterim(ResponseHead head) {
    receiver.onInterim(head);
  }

  @Override
  public void onConnectionLogin() {
    saw(Sighting.Kind.LOGIN);
  }

  @Override
  public void onHead(ResponseHead head) {
    saw(Sighting.Kind.ANSWER);
    if (head.status() == 403 && mayProbe() && saw(Sighting.Kind.FORBIDDEN) == Advice.PROBE) {
      Probe.begin(this);
    }
    receiver.onHead(head);
  }

  @Override
  public void onSwitched(ResponseHead head, Channel origin) {
    saw(Sighting.Kind.ANSWER);
    receiver.onSwitched(head, origin);
  }

  @Override
  public void onBody(ByteBuf piece) {
    receiver.onBody(piece);
  }

  @Override
  public void onComplete() {
    receiver.onComplete();
  }

  @Override
  public void onFailed(OriginFailure failure) {
    failure.sighting(request.route()).ifPresent(this::saw);
    receiver.onFailed(failure);
  }

  /// Only where the client's address would be another one, and its answer comes here.
  private boolean mayProbe() {
    return client.watch().probes() && request.route().source().isEmpty() && request.head().isGet();
  }

  private Advice saw(Sighting.Kind kind) {
    Advice advice =
        Sighting.of(kind, address, request.route().address())
            .map(client.watch().told())
            .orElse(Advice.GO_ON);
    if (advice == Advice.LEAVE) {
      client.leave().run();
    }
    return advice;
  }

  /// The same GET under the client's address, without what is the client's alone. Only the status
  /// of the answer is looked at.
  private static final class Probe implements OriginReceiver {
    private final Witness witness;
    private @Nullable OriginExchange exchange;

    private Probe(Witness witness) {
      this.witness = witness;
    }

    static void begin(Witness witness) {
      var probe = new Probe(witness);
      OriginExchange exchange = witness.origins.exchange(probe.question(), probe);
      probe.exchange = exchange;
      exchange.start();
    }

    private OriginRequest question() {
      OriginRequest asked = witness.request;
      Fields fields =
          asked.head().fields().keeping(line -> KEPT_FIELDS.stream().anyMatch(line::named));
      return new OriginRequest(
          new OriginRoute(asked.route().address(), Optional.of(witness.address)),
          new RequestHead("GET", asked.head().target(), fields),
          false,
          asked.answerWithin());
    }

    @Override
    public void onHead(ResponseHead head) {
      if (exchange != null) {
        exchange.cancel();
      }
      if (head.status() < 400) {
        witness.saw(Sighting.Kind.ADMITTED);
      }
    }

    @Override
    public void onBody(ByteBuf piece) {
      piece.release();
    }

    @Override
    public void onWritable() {}

    @Override
    public void onInterim(ResponseHead head) {}

    @Override
    public void onComplete() {}

    @Override
    public void onFailed(OriginFailure failure) {}
  }
}
