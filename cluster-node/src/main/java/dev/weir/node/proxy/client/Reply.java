package dev.weir.node.proxy.client;

import dev.weir.cache.flight.Collapse;
import dev.weir.cache.flight.Filling;
import dev.weir.cache.flight.Next;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Reuse;
import dev.weir.cache.rule.StaleUse;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.node.ownership.Owner;
import dev.weir.node.proxy.access.Clearance;
import dev.weir.node.proxy.access.Denial;
import dev.weir.node.proxy.answer.ErrorPage;
import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.outcome.Outcome;
import dev.weir.node.proxy.outcome.RequestResult;
import dev.weir.node.proxy.outward.Part;
import dev.weir.node.proxy.request.CheckedRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The answer to one request on its way to its client: stored, or while it comes from elsewhere.
///
/// A client for which it is fetched gets each piece as it comes; when it does not take them so
/// fast, and they are kept anyway, it has the rest from what is kept, and the fetch does not wait.
/// A client that follows another's fetch reads all of it there.
///
/// Confined to the event loop of its client.
final class Reply {
  private final ClientConversation client;
  private final ProxyServices services;
  private final CheckedRequest request;
  private final Clearance clearance;
  private final Outcome outcome;
  private final Runnable caughtUp;
  private final Delivery delivery;
  private Filling.@Nullable Reader reader;
  private boolean follows;
  private boolean gone;
  private long written;

  /// One that has not begun. `caughtUp` runs when the client has had all that was fetched for it so
  /// far.
  Reply(
      ClientConversation client,
      ProxyServices services,
      CheckedRequest request,
      Outcome outcome,
      Runnable caughtUp) {
    this.client = client;
    this.services = services;
    this.request = request;
    this.clearance = client.clearance(request);
    this.outcome = outcome;
    this.caughtUp = caughtUp;
    this.delivery = new Delivery(client, request, this::delivered, this::lost);
  }

  /// Has the request carried out, if the client may have that.
  void admit(Runnable carriedOut) {
    clearance.begin(
        request.head().fields().first("Proxy-Authorization"),
        client.loop(),
        denial -> {
          if (gone || outcome.isOver()) {
            return;
          }
          client.account().by(clearance.user());
          denial.ifPresentOrElse(this::deny, carriedOut);
        });
  }

  /// Whether the client may not have anything from where the host was found to be; then it has been
  /// told so.
  boolean deniesWhere() {
    Optional<Denial> denial = clearance.at(client.caller().destination());
    denial.ifPresent(this::deny);
    client.account().ruled(clearance.rule());
    return denial.isPresent();
  }

  /// Whether a node that goes by another table asks for what this one does not own by its own; then
  /// it has been told so (RFC 9110 §15.5.20).
  boolean isMisdirected(Owner owner) {
    boolean misdirected =
        client.caller().wish() == Caller.Wish.OWNED && !(owner instanceof Owner.Here);
    if (misdirected) {
      error(421, "epoch");
    }
    return misdirected;
  }

  /// The client is gone.
  void gone() {
    gone = true;
    delivery.stop();
    stopReading();
  }

  /// Whether the client is gone.
  boolean isGone() {
    return gone;
  }

  /// Whether the client takes what may be fetched for it now.
  boolean takesMore() {
    return reader == null && client.isWritable();
  }

  /// The client takes more. False: there is nothing for it here.
  boolean goOn() {
    if (delivery.isUnderWay()) {
      delivery.goOn();
    } else if (reader != null) {
      read();
    } else {
      return false;
    }
    return true;
  }

  /// Answers with what is stored.
  void serve(StoredResponse stored, Duration age) {
    if (gone) {
      outcome.end();
    } else if (denies(stored.head())) {
      stored.body().release();
    } else {
      if (stored.body().isOutside()) {
        outcome.recalled(true);
      }
      delivery.begin(stored, age, outcome.served());
    }
  }

  /// Answers with what is stored if it is fresh, else does something else.
  void serveOr(KeptResponse keeping, Runnable otherwise) {
    if (keeping.reuse() instanceof Reuse.Serve(StoredResponse stored, Duration age)) {
      serve(stored, age);
    } else {
      otherwise.run();
    }
  }

  /// Answers with what is stored in place of what the origin failed to give, if it may; then
  /// nothing is fetched any more.
  boolean serveInstead(KeptResponse keeping, StaleUse.Failure failure, Fetch fetch, Part part) {
    Optional<StoredResponse> stale = gone ? Optional.empty() : keeping.insteadOf(failure);
    if (stale.isPresent()) {
      fetch.cancel();
      part.end(Collapse.Outcome.FAILED);
      serveInstead(stale.get());
    }
    return stale.isPresent();
  }

  private void serveInstead(StoredResponse stored) {
    if (denies(stored.head())) {
      stored.body().release();
      return;
    }
    Duration age = stored.freshness().age(services.steadyClock().instant());
    delivery.begin(stored, age, outcome.servedInstead());
  }

  /// Leads octets through to the origin, whose connection this is; too many are led already: 503.
  void changeOver(ResponseHead head, Channel origin) {
    if (outcome.isOver()) {
      origin.close();
    } else if (client.changeOver(head, origin)) {
      outcome.leaveOpen();
    } else {
      error(503, "tunnels");
    }
  }

  /// Begins with the head of what is fetched for this client.
  void begin(ResponseHead head, boolean kept, boolean relayed) {
    if (!gone) {
      client.writeHead(request, head, outcome.fetched(head, kept, relayed));
    }
  }

  /// Writes a piece of what is fetched for this client, or leaves it for later, and releases it.
  void write(ByteBuf piece, Optional<Filling> kept) {
    if (!gone && reader == null && (client.isWritable() || kept.isEmpty())) {
      written += piece.readableBytes();
      client.writeBody(piece);
      return;
    }
    piece.release();
    if (!gone && reader == null) {
      reader = kept.orElseThrow().payer(written);
    }
  }

  /// All that is fetched for this client has come.
  void end() {
    if (gone) {
      outcome.end();
    } else if (reader == null) {
      delivered();
    }
  }

  /// Answers with what another's fetch brings.
  void follow(StoredResponse shape, Duration age, Filling.Reader body) {
    if (denies(shape.head())) {
      body.leave();
      return;
    }
    outcome.becomes(RequestResult.COLLAPSED);
    var fields = shape.head().fields().without(Set.of("age"));
    fields = fields.plus("Age", Long.toString(age.toSeconds()));
    client.writeHead(request, shape.head().withFields(fields), outcome.served());
    reader = body;
    follows = true;
    read();
  }

  /// Answers with an error of our own.
  void error(int status, String detail) {
    client.writeError(
        request, ErrorPage.of(status, detail, client.about()), outcome.failed(detail));
    outcome.end();
  }

  /// Answers that the client may not have this.
  void deny(Denial denial) {
    denial.rule().ifPresent(services.meters()::denied);
    client.account().ruled(denial.rule());
    ErrorPage page =
        clearance
            .page(denial, client.pseudonym(), client.account().number())
            .map(html -> ErrorPage.html(denial.status(), html, client.about()))
            .orElseGet(() -> ErrorPage.of(denial.status(), denial.word(), client.about()));
    client.writeError(request, page.with(denial.fields()), outcome.failed(denial.word()));
    outcome.end();
  }

  /// Whether a response is one that the client may not have; then it has been told so.
  boolean denies(ResponseHead head) {
    Optional<Denial> denial = gone ? Optional.empty() : clearance.of(head);
    denial.ifPresent(this::deny);
    return denial.isPresent();
  }

  /// The rest does not come.
  void breakOff() {
    stopReading();
    outcome.breakOff();
    if (!gone) {
      client.abort();
    }
  }

  /// Writes as much as the client takes now. May be entered again from within, when a write makes
  /// the channel writable.
  private void read() {
    Filling.Reader reading = reader;
    while (reading != null && reading == reader && client.isWritable()) {
      switch (reading.next(this::wake)) {
        case Next.Octets(var octets) -> {
          written += octets.remaining();
          client.writeBody(Unpooled.wrappedBuffer(octets));
        }
        case Next.Later() -> {
          if (!follows) {
            stopReading();
            caughtUp.run();
          }
          return;
        }
        case Next.Fetching() -> {
          return;
        }
        case Next.End() -> {
          stopReading();
          delivered();
        }
        case Next.Broken() -> breakOff();
      }
    }
  }

  /// A disk does not give the rest of what is stored: who asks next has it fetched anew.
  private void lost() {
    services.store().purge(request.key());
    breakOff();
  }

  private void wake() {
    client.loop().execute(this::read);
  }

  private void stopReading() {
    if (reader != null) {
      reader.leave();
      reader = null;
    }
  }

  /// Nothing that is stored answers it. When who owns the key now has asked, nobody will get here
  /// any more what is stored.
  void decline() {
    if (client.caller().wish() == Caller.Wish.HANDED_OVER
        && !services.owners().gives(request.key()).isEmpty()) {
      services.store().purge(request.key());
    }
    outcome.declined();
    error(504, "only-if-cached");
  }

  private void delivered() {
    if (client.caller().wish() == Caller.Wish.HANDED_OVER) {
      services.store().purge(request.key());
    }
    outcome.end();
    client.endResponse();
  }
}
