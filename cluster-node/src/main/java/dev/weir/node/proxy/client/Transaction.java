package dev.weir.node.proxy.client;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.Invalidation;
import dev.weir.cache.rule.Reuse;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.rule.Validation;
import dev.weir.cache.store.Collapse;
import dev.weir.node.ownership.Owner;
import dev.weir.node.proxy.host.HostVerdict;
import dev.weir.node.proxy.origin.OriginExchange;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.origin.OriginReceiver;
import dev.weir.node.proxy.origin.OriginRequest;
import dev.weir.node.proxy.request.CheckedRequest;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One request from its head to the end of its response.
///
/// ```
/// host check ─┬─ not verified ───────────────────────────────────▶ fetch, nothing kept
///             └─ verified ─▶ store ─┬─ serve
///                                   ├─ lead ───▶ fetch, kept on the way ─▶ followers look again
///                                   └─ follow ─▶ told ─▶ store, or fetch for itself
/// ```
///
/// What it decides is decided in `cache-core`; this carries it out. Confined to the event loop of
/// its conversation.
final class Transaction implements OriginReceiver {
  private final ClientConversation client;
  private final ProxyServices services;
  private final CheckedRequest request;
  private final CacheKey key;
  private final long beganNs = System.nanoTime();
  private final Consumer<Collapse.Outcome> told = this::onToldElsewhere;
  private RequestResult result = RequestResult.MISS;
  private String forward = "bypass";
  private boolean shared;
  private boolean clientGone;
  private boolean answering;
  private boolean over;
  private boolean refreshing;
  private Instant requestedAt = Instant.EPOCH;
  private Collapse.@Nullable Flight leading;
  private Collapse.@Nullable Flight following;
  private @Nullable OriginExchange exchange;
  private @Nullable StoredResponse validating;
  private Reuse.Cause cause = Reuse.Cause.URI_MISS;
  private @Nullable KeptResponse keeping;
  private @Nullable StoredBody sending;

  Transaction(ClientConversation client, ProxyServices services, CheckedRequest request) {
    this.client = client;
    this.services = services;
    this.request = request;
    this.key = request.key();
  }

  void start() {
    services
        .hosts()
        .verify(request.authority(), client.destination(), client.loop(), this::onVerdict);
  }

  /// A piece of the request's body; it is sent on.
  void onRequestBody(ByteBuf piece) {
    if (exchange == null) {
      piece.release();
      return;
    }
    exchange.send(piece);
    onWritable();
  }

  void onRequestEnd() {
    if (exchange != null) {
      exchange.finishRequest();
    }
  }

  void onClientWritable() {
    if (sending != null) {
      pump();
    } else if (exchange != null && answering) {
      exchange.read();
    }
  }

  /// The client is gone. Its fetch goes on only while others wait for what it brings.
  void onClientGone() {
    if (over) {
      return;
    }
    clientGone = true;
    sending = null;
    if (following != null) {
      following.leave(told);
      following = null;
    }
    boolean wanted = leading != null && !leading.endUnlessFollowed();
    if (!wanted) {
      leading = null;
      keeping = null;
      cancelFetch();
      finish(RequestResult.ERROR);
    } else if (exchange != null && answering) {
      exchange.read();
    }
  }

  private void onVerdict(HostVerdict verdict) {
    services.meters().hostChecked(verdict);
    if (clientGone || over) {
      return;
    }
    services
        .owners()
        .ask(key, client.destination(), verdict.verified(), owner -> {
          if (client.loop().inEventLoop()) {
            onOwner(owner);
          } else {
            client.loop().execute(() -> onOwner(owner));
          }
        });
  }

  private void onOwner(Owner owner) {
    if (clientGone || over) {
      return;
    }
    switch (owner) {
      case Owner.Here _ -> {
        shared = true;
        decide(true);
      }
      case Owner.Peer _, Owner.Nobody _ -> {
        result = RequestResult.PASS;
        fetch();
      }
    }
  }

  private void decide(boolean mayWait) {
    switch (services.store().reuse(key, request.head(), services.wallClock().instant())) {
      case Reuse.Serve(StoredResponse stored, Duration age) -> serve(stored, age);
      case Reuse.Decline() -> {
        forward = "request";
        answerError(504, "only-if-cached");
      }
      case Reuse.Validate(StoredResponse stored, Reuse.Cause why) -> {
        validating = stored;
        fetchOrWait(why, mayWait);
      }
      case Reuse.Fetch(Reuse.Cause why) -> {
        validating = null;
        fetchOrWait(why, mayWait);
      }
    }
  }

  private void fetchOrWait(Reuse.Cause why, boolean mayWait) {
    cause = why;
    forward = CacheStatus.forward(why);
    boolean passes = why == Reuse.Cause.METHOD || why == Reuse.Cause.REQUEST_BODY;
    result = passes ? RequestResult.PASS : RequestResult.MISS;
    if (!mayWait || !request.head().isGet() || passes || request.head().isConditionalOrPartial()) {
      fetch();
      return;
    }
    switch (services.collapse().join(key, told)) {
      case Collapse.Role.Leads(Collapse.Flight flight) -> lead(flight);
      case Collapse.Role.Follows(Collapse.Flight flight) -> {
        following = flight;
        client.waitFor(this::onFollowedTooLong);
      }
      case Collapse.Role.Alone() -> fetch();
    }
  }

  /// The flight before ours may have ended between our look at the store and our joining.
  private void lead(Collapse.Flight flight) {
    Instant now = services.wallClock().instant();
    if (services.store().reuse(key, request.head(), now)
        instanceof Reuse.Serve(var stored, var age)) {
      flight.end(Collapse.Outcome.STORED);
      serve(stored, age);
    } else {
      leading = flight;
      fetch();
    }
  }

  private void onToldElsewhere(Collapse.Outcome outcome) {
    client.loop().execute(() -> onTold(outcome));
  }

  private void onTold(Collapse.Outcome outcome) {
    if (following == null || over) {
      return;
    }
    following = null;
    client.waitOver();
    if (outcome == Collapse.Outcome.STORED) {
      result = RequestResult.COLLAPSED;
    }
    decide(false);
  }

  /// The other fetch has had its answer, or it would have failed by now; it is only long.
  private void onFollowedTooLong() {
    if (following != null) {
      following.leave(told);
      following = null;
      fetch(client.times().answer());
    }
  }

  private void fetch() {
    fetch(client.times().answer().minusNanos(System.nanoTime() - beganNs));
  }

  private void fetch(Duration answerWithin) {
    Fields fields = OutboundFields.of(request, client.pseudonym());
    StoredResponse held = validating;
    if (held != null) {
      fields = Validation.conditional(fields, held.head());
    }
    requestedAt = services.wallClock().instant();
    boolean hasBody = request.head().hasBody();
    Duration within = hasBody ? client.times().answer() : answerWithin;
    exchange =
        client.exchange(
            new OriginRequest(client.route(), request.head().withFields(fields), hasBody, within),
            this);
    exchange.start();
  }

  @Override
  public void onWritable() {
    if (!clientGone && exchange != null && exchange.isWritable()) {
      client.readBody();
    }
  }

  @Override
  public void onInterim(ResponseHead head) {
    if (!clientGone && request.http11()) {
      client.writeInterim(head);
    }
  }

  @Override
  public void onHead(ResponseHead received) {
    Instant now = services.wallClock().instant();
    ResponseHead head = KeptResponse.dated(received, now);
    answering = true;
    StoredResponse held = validating;
    if (held != null && head.status() == 304) {
      on304(held, head, new Arrival(requestedAt, now));
      return;
    }
    if (shared) {
      var arrival = new Arrival(requestedAt, now);
      keeping = KeptResponse.of(request.head(), head, arrival, services).orElse(null);
      Invalidation.of(key, request.head(), head).forEach(services.store()::purge);
    }
    boolean kept = keeping != null;
    if (!kept) {
      endFlight(Collapse.Outcome.NOT_STORABLE);
    }
    if (!clientGone) {
      String status = CacheStatus.fetched(client.pseudonym(), forward, head.status(), kept);
      client.writeHead(request, head, status);
    }
    readMore();
  }

  private void on304(StoredResponse held, ResponseHead head, Arrival arrival) {
    if (Validation.concerns(head, held.head())) {
      refreshing = true;
      validating = held.refreshed(request.head(), head, arrival);
      readMore();
      return;
    }
    // The origin speaks of a response we do not have: ask again without a condition.
    services.store().purge(key);
    validating = null;
    answering = false;
    cancelFetch();
    fetch();
  }

  @Override
  public void onBody(ByteBuf piece) {
    if (keeping != null && !keeping.append(piece)) {
      keeping = null;
      endFlight(Collapse.Outcome.NOT_STORABLE);
    }
    if (!clientGone && !refreshing) {
      client.writeBody(piece);
    } else {
      piece.release();
    }
    if (clientGone && keeping == null) {
      cancelFetch();
      finish(RequestResult.ERROR);
    } else {
      readMore();
    }
  }

  private void cancelFetch() {
    if (exchange != null) {
      exchange.cancel();
    }
  }

  private void readMore() {
    if (exchange != null && (clientGone || client.isWritable())) {
      exchange.read();
    }
  }

  @Override
  public void onComplete() {
    services.meters().fetched();
    StoredResponse refreshed = validating;
    if (refreshing && refreshed != null) {
      services.store().put(key, refreshed);
      endFlight(Collapse.Outcome.STORED);
      result = RequestResult.REVALIDATED;
      serve(refreshed, refreshed.freshness().age(services.wallClock().instant()));
      return;
    }
    if (keeping != null) {
      boolean put = services.store().put(key, keeping.finish());
      endFlight(put ? Collapse.Outcome.STORED : Collapse.Outcome.NOT_STORABLE);
    }
    if (!clientGone) {
      client.endResponse();
    }
    finish(result);
  }

  @Override
  public void onFailed(OriginFailure failure) {
    services.meters().fetchFailed(failure, client.destination());
    keeping = null;
    endFlight(Collapse.Outcome.FAILED);
    if (clientGone) {
      finish(RequestResult.ERROR);
    } else if (answering && !refreshing) {
      finish(RequestResult.ERROR);
      client.abort();
    } else {
      answerError(failure.status(), failure.label());
    }
  }

  private void serve(StoredResponse stored, Duration age) {
    if (clientGone) {
      finish(result);
      return;
    }
    String status = CacheStatus.served(client.pseudonym(), result, cause);
    if (result == RequestResult.MISS) {
      result = RequestResult.HIT;
    }
    StoredAnswer answer = StoredAnswer.of(request.head(), stored, age);
    client.writeHead(request, answer.head(), status);
    sending = new StoredBody(stored.body(), answer.first(), answer.end());
    pump();
  }

  private void pump() {
    StoredBody body = sending;
    if (body != null) {
      body.pump(client);
      // It may have been pumped to its end, and the next request begun, within the call.
      if (body == sending && body.isDone()) {
        sending = null;
        finish(result);
        client.endResponse();
      }
    }
  }

  private void answerError(int status, String detail) {
    finish(RequestResult.ERROR);
    client.writeError(
        request, status, CacheStatus.failed(client.pseudonym(), forward, detail), detail);
  }

  private void endFlight(Collapse.Outcome outcome) {
    if (leading != null) {
      leading.end(outcome);
      leading = null;
    }
  }

  /// Counts the request, once.
  private void finish(RequestResult how) {
    if (!over) {
      over = true;
      services.meters().answered(how, System.nanoTime() - beganNs);
    }
  }
}
