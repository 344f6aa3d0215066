package dev.weir.node.proxy.client;

import dev.weir.cache.flight.Collapse;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.Reuse;
import dev.weir.cache.rule.StaleUse;
import dev.weir.cache.rule.Storability;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.rule.Validation;
import dev.weir.node.ownership.Owner;
import dev.weir.node.peer.PeerKind;
import dev.weir.node.peer.link.Relay;
import dev.weir.node.proxy.host.HostVerdict;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.outcome.Following;
import dev.weir.node.proxy.outcome.Outcome;
import dev.weir.node.proxy.outcome.RequestResult;
import dev.weir.node.proxy.outward.Part;
import dev.weir.node.proxy.outward.Whose;
import dev.weir.node.proxy.request.CheckedRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.net.Inet4Address;
import java.time.Duration;
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
/// `cache-core` decides, this carries it out. Confined to the event loop of its conversation.
final class Transaction implements Relay.Receiver {
  private final ClientConversation client;
  private final ProxyServices services;
  private final CheckedRequest request;
  private final CacheKey key;
  private final Part part;
  private final Fetch fetch;
  private final KeptResponse keeping;
  private final Outcome outcome;
  private final Reply reply;
  private final Waiting waiting;
  private boolean shared;
  private boolean answering;
  private boolean refreshing;
  private boolean checked;
  private boolean askedAgain;
  private @Nullable StoredResponse validating;

  Transaction(ClientConversation client, ProxyServices services, CheckedRequest request) {
    this.client = client;
    this.services = services;
    this.request = request;
    this.key = request.key();
    this.outcome = new Outcome(client.pseudonym(), client.account());
    this.fetch = new Fetch(client, services, request, this, this::keepNothing);
    this.part = new Part(services.collapse(), key, client.loop(), this::onTold);
    this.keeping = new KeptResponse(services, request.head(), key, part, client.account());
    this.reply = new Reply(client, services, request, outcome, this::readMore);
    this.waiting = new Waiting(this, client, services.meters(), keeping, reply, outcome);
  }

  void start() {
    reply.admit(this::find);
  }

  private void find() {
    new Whose(services.owners(), services.meters())
        .find(request, client.caller(), fetch.course(), client.loop(), this::onOwner);
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
    if (!reply.goOn() && answering) {
      readMore();
    }
  }

  /// The client is gone. Its fetch goes on only while what it brings is wanted.
  void onClientGone() {
    if (outcome.isOver()) {
      return;
    }
    reply.gone();
    part.leave();
    goOnAlone();
  }

  private void goOnAlone() {
    if (!refreshing && !keeping.isWanted()) {
      fetch.cancel();
      keeping.drop(Collapse.Outcome.FAILED);
      outcome.breakOff();
    } else if (answering && !keeping.waits(false, this::readMore)) {
      fetch.read();
    }
  }

  private void onOwner(HostVerdict verdict, Owner owner) {
    if (reply.isGone() || outcome.isOver()) {
      return;
    }
    OptionalInt refusal = client.caller().refusal(verdict);
    if (refusal.isPresent()) {
      reply.error(refusal.getAsInt(), verdict.label());
      return;
    }
    if (reply.deniesWhere() || reply.isMisdirected(owner)) {
      return;
    }
    checked = verdict.verified();
    switch (request.isUpgrade() ? Owner.NOBODY : owner) {
      case Owner.Here here -> {
        shared = true;
        fetch.takeOverFrom(here.before());
        keeping.under(here, outcome, client.loop(), () -> decide(true));
      }
      case Owner.Remembered(Owner.Here here) ->
          keeping.under(here, outcome, client.loop(), () -> reply.serveOr(keeping, this::pass));
      case Owner.Peer(Inet4Address node) when fetch.mayRelay() -> {
        outcome.becomes(RequestResult.RELAYED);
        fetch.fromPeer(node, PeerKind.RELAY, outcome.left(client.times().answer()));
      }
      case Owner.Peer _, Owner.Nobody _ -> pass();
    }
  }

  @Override
  public void onUnrelayed(boolean again) {
    if (outcome.isOver()) {
      return;
    }
    if (shared) {
      fetch.unheard();
      withoutFormerOwner();
    } else if (again && !askedAgain) {
      askedAgain = true;
      find();
    } else {
      pass();
    }
  }

  private void pass() {
    outcome.becomes(RequestResult.PASS);
    fetch();
  }

  @Override
  public void onAbsent() {
    if (!outcome.isOver()) {
      withoutFormerOwner();
    }
  }

  /// Asks the next one; when all had nothing, what we have ourselves of before counts again.
  private void withoutFormerOwner() {
    Duration left = outcome.left(client.times().answer());
    if (fetch.fromFormerOwner(left)) {
      return;
    }
    if (fetch.nothingNewer() && keeping.resume()) {
      part.end(Collapse.Outcome.STORED);
      decide(false);
    } else {
      if (!fetch.mayBeKept()) {
        shared = false;
        part.end(Collapse.Outcome.NOT_STORED);
      }
      fetch.fromOrigin(Optional.ofNullable(validating), left);
    }
  }

  /// No parent took it, and its host may be elsewhere.
  private void keepNothing() {
    shared = false;
    checked = false;
    keeping.drop(Collapse.Outcome.UNSHARED);
  }

  /// Does what is to be done by what is stored now.
  void decide(boolean mayWait) {
    switch (keeping.reuse()) {
      case Reuse.Serve(StoredResponse stored, Duration age) -> reply.serve(stored, age);
      case Reuse.ServeStale(StoredResponse stored, Duration age) -> {
        outcome.becomes(RequestResult.STALE);
        Refresh.begin(
            client, services, request, stored, new Refresh.Means(fetch, keeping.tenure()));
        reply.serve(stored, age);
      }
      case Reuse.Decline() -> reply.decline();
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
    if (!mayWait || passes || !Storability.mayServeOthers(request.head())) {
      fetch();
      return;
    }
    switch (part.join()) {
      case LEADS -> lead();
      case FOLLOWS -> waiting.begin();
      case ALONE -> fetchUnshared(Following.FULL);
      case UNSHARED -> fetchUnshared(Following.SPARED);
    }
  }

  private void fetchUnshared(Following why) {
    services.meters().followed(why);
    fetch();
  }

  /// The flight before ours may have ended between our look at the store and our joining.
  private void lead() {
    if (keeping.reuse() instanceof Reuse.Serve(var stored, var age)) {
      part.end(Collapse.Outcome.STORED);
      reply.serve(stored, age);
    } else {
      fetch();
    }
  }

  private void onTold(Collapse.News news) {
    waiting.onTold(news);
  }

  /// Asks the origin itself. False: the fetch that was waited for has just ended.
  boolean fetchAlone() {
    boolean left = part.leave();
    if (left) {
      fetch.fromOrigin(Optional.ofNullable(validating), client.times().answer());
    }
    return left;
  }

  private void fetch() {
    Duration left = outcome.left(client.times().answer());
    Optional<StoredResponse> part = outcome.isPartial() ? keeping.part() : Optional.empty();
    if (part.isPresent()) {
      fetch.theRestOf(part.get(), left);
    } else if (!outcome.mayBeElsewhere() || !fetch.fromFormerOwner(left)) {
      fetch.fromOrigin(Optional.ofNullable(validating), left);
    }
  }

  @Override
  public void onWritable() {
    if (!reply.isGone() && fetch.isWritable()) {
      client.readBody();
    }
  }

  @Override
  public void onInterim(ResponseHead head) {
    if (!reply.isGone() && request.http11()) {
      client.response().interim(head);
    }
  }

  @Override
  public void onHead(ResponseHead received) {
    Arrival arrival = fetch.arrival();
    ResponseHead head = KeptResponse.dated(received, arrival.wall());
    StoredResponse held = validating;
    if (held != null && head.status() == 304) {
      answering = true;
      on304(held, head, arrival);
      return;
    }
    if (StaleUse.Failure.isError(head.status()) && serveInsteadOf(StaleUse.Failure.ERROR)) {
      return;
    }
    if (shared) {
      keeping.begin(head, arrival, fetch.purgesBefore());
    }
    fetch.invalidate(checked, head, () -> answer(head));
  }

  private void answer(ResponseHead head) {
    if (outcome.isOver()) {
      return;
    }
    answering = true;
    if (reply.denies(head)) {
      fetch.cancel();
      keeping.drop(Collapse.Outcome.NOT_STORED);
      return;
    }
    reply.begin(head, keeping.isKept(), fetch.isRelayed());
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
  public void onSwitched(ResponseHead head, Channel origin) {
    reply.changeOver(head, origin);
  }

  @Override
  public void onBody(ByteBuf piece) {
    keeping.append(piece);
    reply.write(piece, keeping.body());
    readMore();
  }

  private void readMore() {
    if (reply.isGone()) {
      goOnAlone();
    } else if (keeping.goesOn(reply.takesMore(), this::readMore)) {
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
      reply.serve(refreshed, refreshed.freshness().age(services.steadyClock().instant()));
      return;
    }
    keeping.finish(fetch.isRelayed(), fetch.purgesBefore());
    reply.end();
  }

  @Override
  public void onFailed(OriginFailure failure) {
    fetch.failed(failure);
    boolean begun = answering && !refreshing;
    if (failure.isUnconnected() && !reply.isGone() && client.caller().next()) {
      if (!reply.deniesWhere()) {
        fetch();
      }
      return;
    }
    keeping.drop(Collapse.Outcome.FAILED);
    if (!begun && serveInsteadOf(StaleUse.Failure.DISCONNECTED)) {
      return;
    }
    if (begun || reply.isGone()) {
      reply.breakOff();
    } else {
      reply.error(failure.status(), failure.label());
    }
  }

  /// Serves what is stored in place of what the origin failed to give, if it may.
  boolean serveInsteadOf(StaleUse.Failure failure) {
    return shared && reply.serveInstead(keeping, failure, fetch, part);
  }
}
