package dev.weir.node.proxy.client;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
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
import dev.weir.node.proxy.chain.ChainedExchange;
import dev.weir.node.proxy.chain.Course;
import dev.weir.node.proxy.chain.FallenBack;
import dev.weir.node.proxy.chain.Way;
import dev.weir.node.proxy.origin.Exchange;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.origin.OriginReceiver;
import dev.weir.node.proxy.origin.OriginRequest;
import dev.weir.node.proxy.passing.RestExchange;
import dev.weir.node.proxy.request.CheckedRequest;
import dev.weir.node.proxy.wire.ConnectionLogin;
import io.netty.buffer.ByteBuf;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
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
  private final Course course;
  private final Runnable unverified;
  private InetSocketAddress asked;
  private boolean relaying;
  private final Deque<Inet4Address> formerOwners = new ArrayDeque<>();
  private @Nullable Inet4Address former;
  private boolean unheard;
  private boolean hidden;

  /// What nobody was asked for yet.
  ///
  /// @param unverified runs when it turns out, after the host was left to a parent, that it may be
  ///   elsewhere
  Fetch(
      ClientConversation client,
      ProxyServices services,
      CheckedRequest request,
      Relay.Receiver receiver,
      Runnable unverified) {
    this.client = client;
    this.services = services;
    this.request = request;
    this.receiver = receiver;
    this.unverified = unverified;
    this.asked = client.caller().destination();
    this.course =
        new Course(
            services.parents(), request.head(), request.authority(), client.onward().client());
  }

  /// Whom the request is asked of.
  Course course() {
    return course;
  }

  /// Asks the origin; where there is a stored response, whether that still holds.
  void fromOrigin(Optional<StoredResponse> held, Duration within) {
    Fields own = client.onward().outbound(request);
    Fields fields = held.map(it -> Validation.conditional(own, it.head())).orElse(own);
    begin(false, exchange(fields, within, receiver));
  }

  /// Asks the origin for what a stored part lacks; if it does not have that to give, for all of it.
  void theRestOf(StoredResponse part, Duration within) {
    if (client.onward().changesResponses()) {
      part.body().release();
      fromOrigin(Optional.empty(), within);
      return;
    }
    Fields own = client.onward().outbound(request);
    Fields rest = Completion.asking(own, part);
    begin(
        false,
        new RestExchange(
            part,
            receiver,
            instead -> exchange(rest, within, instead),
            () -> fromOrigin(Optional.empty(), within)));
  }

  private Exchange exchange(Fields fields, Duration within, OriginReceiver to) {
    boolean hasBody = request.head().hasBody();
    var longest = hasBody ? client.times().answer() : within;
    var head = request.head().withFields(fields);
    var plain = new OriginRequest(client.onward().route(), head, hasBody, longest);
    return client
        .onward()
        .adapted(
            plain,
            to,
            client.account().user(),
            (asking, hears) ->
                course.exchange(asking, hears, false, new Means(asking.head(), longest, false)));
  }

  /// An exchange for no client, after its own.
  Exchange aside(RequestHead head, OriginReceiver to) {
    var plain = new OriginRequest(client.onward().route(), head, false, client.times().answer());
    return client
        .onward()
        .adapted(
            plain,
            to,
            client.account().user(),
            (asking, hears) ->
                course.exchange(
                    asking, hears, true, new Means(asking.head(), client.times().answer(), true)));
  }

  private final class Means implements ChainedExchange.Means {
    private final RequestHead head;
    private final Duration within;
    private final boolean aside;

    Means(RequestHead head, Duration within, boolean aside) {
      this.head = head;
      this.within = within;
      this.aside = aside;
    }

    @Override
    public Exchange exchange(OriginRequest to, OriginReceiver hearer) {
      return client.outward().origins().exchange(to, hearer);
    }

    @Override
    public void asks(Way.Through way) {
      if (!aside) {
        asked = way.address();
        client.account().asked(way.parent().name(), asked);
      }
    }

    @Override
    public Exchange direct(OriginReceiver hearer, boolean instead) {
      return instead
          ? new FallenBack(
              new FallenBack.Asker(client.caller(), request.authority(), client.loop()),
              hearer,
              unverified,
              () -> origin(hearer))
          : origin(hearer);
    }

    private Exchange origin(OriginReceiver hearer) {
      var to = new OriginRequest(client.onward().route(), head, request.head().hasBody(), within);
      if (aside) {
        return client.outward().origins().exchange(to, hearer);
      }
      asked = client.caller().destination();
      client.account().asked(ObjectSource.ORIGIN, asked);
      return client.onward().exchange(to, hearer);
    }
  }

  /// Asks a node. Only where [#mayRelay].
  void fromPeer(Inet4Address node, PeerKind kind, Duration within) {
    var head = request.head().withFields(client.onward().outbound(request));
    var asked =
        new RelayedRequest(
            kind, head, request.authority().scheme(), client.caller().destination(), within);
    client.account().asked(ObjectSource.PEER, new InetSocketAddress(node, 0));
    begin(true, client.outward().peers().orElseThrow().relay(node, asked, receiver));
  }

  /// Who has had the key before us may have it still.
  void takeOverFrom(List<Inet4Address> nodes) {
    formerOwners.addAll(nodes);
  }

  /// While a bucket is handed over, who had it before has what the origin need not be asked for.
  /// False: there is nobody to ask any more.
  boolean fromFormerOwner(Duration within) {
    boolean asks =
        !formerOwners.isEmpty()
            && request.head().isGet()
            && !request.head().isConditionalOrPartial()
            && (client.caller().mayRelay() || !client.caller().isClient())
            && mayAsk();
    if (asks) {
      former = formerOwners.remove();
      fromPeer(former, PeerKind.HAND_OVER, within);
    }
    return asks;
  }

  /// A former owner has said nothing.
  void unheard() {
    unheard = true;
    hidden |= former != null && services.owners().lives(former);
  }

  /// Whether all former owners have said that they have nothing.
  boolean nothingNewer() {
    return formerOwners.isEmpty() && !unheard;
  }

  /// Whether no former owner that lives may have a copy, too: each has answered.
  boolean mayBeKept() {
    return !hidden;
  }

  /// Whether another node may be asked for an answer: a relayed request goes no hop further.
  boolean mayRelay() {
    return client.caller().mayRelay() && mayAsk();
  }

  /// Whether another node may be asked. A login belongs to its connection, so it does not travel.
  private boolean mayAsk() {
    return client.outward().peers().isPresent()
        && !course.isForSome()
        && (course.leaves() || client.caller().destination().getAddress() instanceof Inet4Address)
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
      services.meters().fetchFailed(failure, asked);
    }
  }
}
