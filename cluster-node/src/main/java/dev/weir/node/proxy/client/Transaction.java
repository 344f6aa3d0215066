package dev.weir.node.proxy.client;

import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.Reuse;
import dev.weir.cache.rule.StaleUse;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.rule.Validation;
import dev.weir.cache.store.Collapse;
import dev.weir.cache.store.Worthless;
import dev.weir.node.ownership.Owner;
import dev.weir.node.peer.PeerKind;
import dev.weir.node.peer.link.Relay;
import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.host.HostVerdict;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.outcome.Outcome;
import dev.weir.node.proxy.outcome.RequestResult;
import dev.weir.node.proxy.outward.Part;
import dev.weir.node.proxy.request.CheckedRequest;
import io.netty.buffer.ByteBuf;
import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// One request from its head to the end of its response.
///
/// ```
/// host check ─┬─ not verified ──────────────────────────────────▶ fetch, nothing kept
///             ├─ another node's ─▶ relay ─┬─ answered ─▶ nothing kept
///             │                           ╰─ not ──────▶ fetch, nothing kept
///             └─ ours ─▶ store ─┬─ serve
///                               ├─ lead ───▶ fetch, kept on the way ─▶ followers look again
///                               └─ follow ─▶ told ─▶ store, or fetch for itself
/// ```
///
/// What it decides is decided in `cache-core`; this carries it out. Confined to the event loop of
/// its conversation.
final class Transaction implements Relay.Receiver {
  private final ClientConversation client;
  private final ProxyServices services;
  private final CheckedRequest request;
  private final CacheKey key;
  private final Part part;
  private final Fetch fetch;
  private final KeptResponse keeping;
  private final Delivery delivery;
  private final Outcome outcome;
  private boolean shared;
  private boolean clientGone;
  private boolean answering;
  private boolean refreshing;
  private boolean checked;
  private boolean askedAgain;
  private Optional<Inet4Address> before = Optional.empty();
  private @Nullable StoredResponse validating;

  Transaction(ClientConversation client, ProxyServices services, CheckedRequest request) {
    this.client = client;
    this.services = services;
    this.request = request;
    this.key = request.key();
    this.outcome = new Outcome(client.pseudonym(), services.counting(client.caller()));
    this.fetch = new Fetch(client, services, request, this);
    this.part = new Part(services.collapse(), key, client.loop(), this::onTold);
    this.keeping = new KeptResponse(services, request.head(), key, part);
    this.delivery = new Delivery(client, request, this::onDelivered);
  }

  void start() {
    services.whose(request, client.caller(), client.loop(), this::onOwner);
  }

  /// A piece of the request's body; it is sent on.
  void onRequestBody(ByteBuf piece) {
    fetch.send(piece);
    onWritable();
  }

  void onRequestEnd() {
    fetch.finishRequest();
  }

  void onClientWritable() {
    if (delivery.isUnderWay()) {
      delivery.goOn();
    } else if (answering) {
      fetch.read();
    }
  }

  /// The client is gone. Its fetch goes on only while others wait for what it brings.
  void onClientGone() {
    if (outcome.isOver()) {
      return;
    }
    clientGone = true;
    delivery.stop();
    part.leave();
    if (!part.isFollowed()) {
      fetch.cancel();
      outcome.end(RequestResult.ERROR);
    } else if (answering) {
      fetch.read();
    }
  }

  private void onOwner(HostVerdict verdict, Owner owner) {
    if (clientGone || outcome.isOver()) {
      return;
    }
    OptionalInt refusal = client.caller().refusal(verdict);
    if (refusal.isPresent()) {
      answerError(refusal.getAsInt(), verdict.label());
      return;
    }
    checked = verdict.verified();
    switch (owner) {
      case Owner.Here here -> {
        shared = true;
        before = here.before();
        keeping.under(here.tenure());
        decide(true);
      }
      case Owner.Peer(Inet4Address node) when fetch.mayRelay() -> {
        outcome.becomes(RequestResult.RELAYED);
        fetch.fromPeer(node, PeerKind.RELAY, outcome.left(client.times().answer()));
      }
      case Owner.Peer _, Owner.Nobody _ -> {
        outcome.becomes(RequestResult.PASS);
        fetch();
      }
    }
  }

  @Override
  public void onUnrelayed(boolean again) {
    if (outcome.isOver()) {
      return;
    }
    if (shared) {
      before = Optional.empty();
      fetch();
    } else if (again && !askedAgain) {
      askedAgain = true;
      start();
    } else {
      outcome.becomes(RequestResult.PASS);
      fetch();
    }
  }

  private void decide(boolean mayWait) {
    switch (keeping.reuse()) {
      case Reuse.Serve(StoredResponse stored, Duration age) -> serve(stored, age);
      case Reuse.ServeStale(StoredResponse stored, Duration age) -> {
        outcome.becomes(RequestResult.STALE);
        Refresh.begin(client, services, request, stored, keeping.tenure());
        serve(stored, age);
      }
      case Reuse.Decline() -> {
        outcome.declined();
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
    boolean passes = outcome.isForwarded(why);
    if (!mayWait || !request.head().isGet() || passes || request.head().isConditionalOrPartial()) {
      fetch();
      return;
    }
    switch (part.join()) {
      case LEADS -> lead();
      case FOLLOWS -> client.waitFor(this::onFollowedTooLong);
      case ALONE -> fetch();
    }
  }

  /// The flight before ours may have ended between our look at the store and our joining.
  private void lead() {
    if (keeping.reuse() instanceof Reuse.Serve(var stored, var age)) {
      part.end(Collapse.Outcome.STORED);
      serve(stored, age);
    } else {
      fetch();
    }
  }

  private void onTold(Collapse.Outcome fetched) {
    client.waitOver();
    if (fetched == Collapse.Outcome.STORED) {
      outcome.becomes(RequestResult.COLLAPSED);
    } else if (fetched == Collapse.Outcome.FAILED
        && serveInsteadOf(StaleUse.Failure.DISCONNECTED)) {
      return;
    }
    decide(false);
  }

  /// The other fetch has had its answer, or it would have failed by now; it is only long.
  private void onFollowedTooLong() {
    if (part.leave()) {
      fetch(client.times().answer());
    }
  }

  /// While a bucket is handed over, who had it before has what the origin need not be asked for.
  private void fetch() {
    if (before.isPresent()
        && outcome.isUnknown()
        && request.head().isGet()
        && !request.head().isConditionalOrPartial()
        && fetch.mayRelay()) {
      fetch.fromPeer(before.get(), PeerKind.HAND_OVER, outcome.left(client.times().answer()));
    } else {
      fetch(outcome.left(client.times().answer()));
    }
  }

  private void fetch(Duration within) {
    fetch.fromOrigin(Optional.ofNullable(validating), within);
  }

  @Override
  public void onWritable() {
    if (!clientGone && fetch.isWritable()) {
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
    StoredResponse held = validating;
    if (held != null && head.status() == 304) {
      answering = true;
      on304(held, head, fetch.arrival(now));
      return;
    }
    if (StaleUse.Failure.isError(head.status()) && serveInsteadOf(StaleUse.Failure.ERROR)) {
      return;
    }
    if (shared) {
      keeping.begin(head, fetch.arrival(now));
    }
    Worthless worthless = checked ? Worthless.of(key, request.head(), head) : Worthless.NOTHING;
    if (worthless.isEmpty()) {
      answer(head);
    } else {
      // Whoever has this answer must not get the old page from anybody.
      var destination = client.caller().destination();
      fetch.drop(worthless, head);
      client.outward().invalidate(worthless, destination, () -> answer(head));
    }
  }

  private void answer(ResponseHead head) {
    if (outcome.isOver()) {
      return;
    }
    answering = true;
    if (!keeping.isKept()) {
      part.end(Collapse.Outcome.NOT_STORABLE);
    }
    if (!clientGone) {
      String status = outcome.fetched(head.status(), keeping.isKept(), fetch.isRelayed());
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
    fetch.cancel();
    fetch();
  }

  @Override
  public void onBody(ByteBuf piece) {
    keeping.append(piece);
    if (!clientGone && !refreshing) {
      client.writeBody(piece);
    } else {
      piece.release();
    }
    if (clientGone && !keeping.isKept() && !refreshing) {
      fetch.cancel();
      outcome.end(RequestResult.ERROR);
    } else {
      readMore();
    }
  }

  private void readMore() {
    if (clientGone || client.isWritable()) {
      fetch.read();
    }
  }

  @Override
  public void onComplete() {
    fetch.completed();
    StoredResponse refreshed = validating;
    if (refreshing && refreshed != null) {
      keeping.put(refreshed, fetch.purgesBefore());
      outcome.becomes(RequestResult.REVALIDATED);
      serve(refreshed, refreshed.freshness().age(services.wallClock().instant()));
      return;
    }
    keeping.finish(fetch.isRelayed(), fetch.purgesBefore());
    if (!clientGone) {
      client.endResponse();
    }
    outcome.end();
  }

  @Override
  public void onFailed(OriginFailure failure) {
    fetch.failed(failure);
    keeping.drop(Collapse.Outcome.FAILED);
    boolean begun = answering && !refreshing;
    if (!begun && serveInsteadOf(StaleUse.Failure.DISCONNECTED)) {
      return;
    }
    if (clientGone) {
      outcome.end(RequestResult.ERROR);
    } else if (begun) {
      outcome.end(RequestResult.ERROR);
      client.abort();
    } else {
      answerError(failure.status(), failure.label());
    }
  }

  /// Serves what is stored in place of what the origin failed to give, if it may.
  private boolean serveInsteadOf(StaleUse.Failure failure) {
    Optional<StoredResponse> stale =
        shared && !clientGone ? keeping.insteadOf(failure) : Optional.empty();
    if (stale.isPresent()) {
      fetch.cancel();
      part.end(Collapse.Outcome.FAILED);
      Duration age = stale.get().freshness().age(services.wallClock().instant());
      delivery.begin(stale.get(), age, outcome.servedInstead());
    }
    return stale.isPresent();
  }

  private void serve(StoredResponse stored, Duration age) {
    if (clientGone) {
      outcome.end();
    } else {
      delivery.begin(stored, age, outcome.served());
    }
  }

  private void onDelivered() {
    if (client.caller().wish() == Caller.Wish.HANDED_OVER) {
      services.store().purge(key);
    }
    outcome.end();
    client.endResponse();
  }

  private void answerError(int status, String detail) {
    client.writeError(request, status, outcome.failed(detail), detail);
  }
}
