package dev.weir.node.proxy.client;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.Completion;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.rule.Validation;
import dev.weir.cache.store.Worthless;
import dev.weir.node.access.ObjectSource;
import dev.weir.node.peer.PeerKind;
import dev.weir.node.peer.link.Relay;
import dev.weir.node.peer.link.RelayedRequest;
import dev.weir.node.proxy.origin.Exchange;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.origin.OriginRequest;
import dev.weir.node.proxy.origin.RestExchange;
import dev.weir.node.proxy.request.CheckedRequest;
import dev.weir.node.proxy.wire.ConnectionLogin;
import io.netty.buffer.ByteBuf;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a transaction asks of its origin, or of another node: one exchange after the other.
///
/// Confined to the event loop of its conversation.
final class Fetch {
  private final ClientConversation client;
  private final ProxyServices services;
  private final CheckedRequest request;
  private final Relay.Receiver receiver;
  private @Nullable Exchange exchange;
  private Instant requestedAt = Instant.EPOCH;
  private long purgesBefore;
  private boolean relaying;
  private Optional<Inet4Address> formerOwner = Optional.empty();

  Fetch(
      ClientConversation client,
      ProxyServices services,
      CheckedRequest request,
      Relay.Receiver receiver) {
    this.client = client;
    this.services = services;
    this.request = request;
    this.receiver = receiver;
  }

  /// Asks the origin; where there is a stored response, whether that still holds.
  void fromOrigin(Optional<StoredResponse> held, Duration within) {
    Fields own = client.onward().outbound(request);
    Fields fields = held.map(it -> Validation.conditional(own, it.head())).orElse(own);
    begin(false, client.onward().exchange(asked(fields, within), receiver));
  }

  /// Asks the origin for what a stored part lacks; if it does not have that to give, for all of it.
  void theRestOf(StoredResponse part, Duration within) {
    Fields own = client.onward().outbound(request);
    OriginRequest rest = asked(Completion.asking(own, part), within);
    begin(
        false,
        new RestExchange(
            part,
            receiver,
            instead -> client.onward().exchange(rest, instead),
            () -> fromOrigin(Optional.empty(), within)));
  }

  private OriginRequest asked(Fields fields, Duration within) {
    client.account().asked(ObjectSource.ORIGIN, client.caller().destination());
    boolean hasBody = request.head().hasBody();
    var longest = hasBody ? client.times().answer() : within;
    return new OriginRequest(client.onward().route(), request.head().withFields(fields), hasBody, longest);
  }

  /// Asks a node. Only where [#mayRelay].
  void fromPeer(Inet4Address node, PeerKind kind, Duration within) {
    var head = request.head().withFields(client.onward().outbound(request));
    var asked = new RelayedRequest(kind, head, client.caller().destination(), within);
    client.account().asked(ObjectSource.PEER, new InetSocketAddress(node, 0));
    begin(true, client.outward().peers().orElseThrow().relay(node, asked, receiver));
  }

  /// Who has had the key before us may have it still.
  void takeOverFrom(Optional<Inet4Address> node) {
    formerOwner = node;
  }

  /// While a bucket is handed over, who had it before has what the origin need not be asked for.
  /// False: there is nobody to ask.
  boolean fromFormerOwner(Duration within) {
    boolean asks =
        formerOwner.isPresent()
            && request.head().isGet()
            && !request.head().isConditionalOrPartial()
            && mayRelay();
    if (asks) {
      fromPeer(formerOwner.get(), PeerKind.HAND_OVER, within);
    }
    return asks;
  }

  /// Whether another node may be asked. A login belongs to its connection, so it does not travel.
  boolean mayRelay() {
    return client.caller().isClient()
        && client.outward().peers().isPresent()
        && (request.head().isGet() || request.head().isHead())
        && !request.head().hasBody()
        && !ConnectionLogin.isTried(request.head().fields());
  }

  private void begin(boolean relayed, Exchange next) {
    requestedAt = services.steadyClock().instant();
    purgesBefore = services.store().purges();
    relaying = relayed;
    exchange = next;
    next.start();
  }

  /// Whether another node is asked now.
  boolean isRelayed() {
    return relaying;
  }

  /// When the response was asked for, and that its head has come now.
  Arrival arrival() {
    return services.arrival(requestedAt);
  }

  /// What the store said of purges when the response was asked for.
  long purgesBefore() {
    return purgesBefore;
  }

  /// Drops what the response has made worthless, but for itself, here and with whoever owns it;
  /// then it may be answered. Whoever has the answer must not get the old page from anybody.
  void invalidate(boolean checked, ResponseHead response, Runnable then) {
    Worthless worthless =
        checked ? Worthless.of(request.key(), request.head(), response) : Worthless.NOTHING;
    if (worthless.isEmpty()) {
      then.run();
      return;
    }
    worthless.groups().forEach(services.store()::purge);
    for (CacheKey key : worthless.keys()) {
      if (key.equals(request.key())) {
        purgesBefore = services.store().replace(key, response.fields(), purgesBefore);
      } else {
        services.store().purge(key);
      }
    }
    client.outward().invalidate(worthless, then);
  }

  boolean isWritable() {
    return exchange != null && exchange.isWritable();
  }

  /// Sends a piece of the request's body and releases it.
  void send(ByteBuf piece) {
    if (exchange == null) {
      piece.release();
    } else {
      exchange.send(piece);
    }
  }

  void finishRequest() {
    if (exchange != null) {
      exchange.finishRequest();
    }
  }

  /// Asks for the next piece of the response.
  void read() {
    if (exchange != null) {
      exchange.read();
    }
  }

  void cancel() {
    if (exchange != null) {
      exchange.cancel();
    }
  }

  /// Counts an origin's whole response.
  void completed() {
    if (!relaying) {
      services.meters().fetched();
    }
  }

  /// Counts an origin's failure.
  void failed(OriginFailure failure) {
    if (!relaying) {
      services.meters().fetchFailed(failure, client.caller().destination());
    }
  }
}
