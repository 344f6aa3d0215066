package dev.weir.node.proxy.client;

import dev.weir.cache.flight.Collapse;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.StaleUse;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.rule.Validation;
import dev.weir.node.ownership.Owner;
import dev.weir.node.proxy.origin.Exchange;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.origin.OriginReceiver;
import dev.weir.node.proxy.outward.Part;
import dev.weir.node.proxy.request.CheckedRequest;
import io.netty.buffer.ByteBuf;
import java.time.Instant;

/// Asks the origin, for no client, after what has just been served stale (RFC 5861 §3). Whoever
/// asks for it without being served stale meanwhile waits for this as for any fetch.
///
/// Confined to the event loop of the conversation that began it, which may end before it does.
final class Refresh implements OriginReceiver {
  private final ProxyServices services;
  private final CheckedRequest request;
  private final KeptResponse keeping;
  private final Exchange exchange;
  private final Instant requestedAt;
  private final long purgesBefore;
  private StoredResponse stale;
  private boolean confirmed;

  /// By whom it is fetched, and under which tenure it is kept.
  record Means(Fetch fetch, long tenure) {}

  private Refresh(
      ClientConversation client,
      ProxyServices services,
      CheckedRequest request,
      KeptResponse keeping,
      StoredResponse stale,
      Fetch fetch) {
    this.services = services;
    this.request = request;
    this.keeping = keeping;
    this.stale = stale.withBody(stale.body().shared()); // the client's ends before
    this.requestedAt = services.steadyClock().instant();
    this.purgesBefore = services.store().purges();
    Fields own = client.onward().outbound(request);
    var asked =
        new RequestHead("GET", request.head().target(), Validation.conditional(own, stale.head()));
    this.exchange = fetch.aside(asked, this);
  }

  /// Begins, unless the same is being fetched already.
  static void begin(
      ClientConversation client,
      ProxyServices services,
      CheckedRequest request,
      StoredResponse stale,
      Means means) {
    var part = new Part(services.collapse(), request.key(), client.loop(), _ -> {});
    switch (part.join()) {
      case LEADS -> {
        var head = new RequestHead("GET", request.head().target(), request.head().fields());
        var keeping =
            new KeptResponse(services, head, request.key(), part, services.accountOfNobody());
        keeping.under(Owner.Here.alone(means.tenure));
        new Refresh(client, services, request, keeping, stale, means.fetch).exchange.start();
      }
      case FOLLOWS -> part.leave();
      case ALONE, UNSHARED -> {}
    }
  }

  @Override
  public void onWritable() {}

  @Override
  public void onInterim(ResponseHead head) {}

  @Override
  public void onHead(ResponseHead received) {
    Arrival arrival = services.arrival(requestedAt);
    ResponseHead head = KeptResponse.dated(received, arrival.wall());
    if (head.status() == 304 && Validation.concerns(head, stale.head())) {
      confirmed = true;
      stale = stale.refreshed(request.head(), head, arrival);
    } else {
      keeping.begin(head, arrival, purgesBefore);
      if (!keeping.isKept() && !StaleUse.Failure.isError(head.status())) {
        services.store().purge(request.key()); // it is no longer what it was
      }
    }
    goOn();
  }

  @Override
  public void onBody(ByteBuf piece) {
    keeping.append(piece);
    piece.release();
    goOn();
  }

  private void goOn() {
    if (keeping.waits(false, this::goOn)) {
      return;
    }
    if (confirmed || keeping.isKept() || keeping.isWanted()) {
      exchange.read();
    } else {
      exchange.cancel();
      keeping.drop(Collapse.Outcome.UNSHARED);
      stale.body().release();
    }
  }

  @Override
  public void onComplete() {
    services.meters().fetched();
    if (confirmed) {
      keeping.put(stale, purgesBefore);
    } else {
      keeping.finish(false, purgesBefore);
    }
    stale.body().release();
  }

  @Override
  public void onFailed(OriginFailure failure) {
    keeping.drop(Collapse.Outcome.FAILED);
    stale.body().release();
  }
}
