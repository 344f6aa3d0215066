package dev.weir.node.proxy.client;

import dev.weir.cache.flight.Beginning;
import dev.weir.cache.flight.Collapse;
import dev.weir.cache.flight.Filling;
import dev.weir.cache.rule.Reuse;
import dev.weir.cache.rule.StaleUse;
import dev.weir.node.proxy.outcome.Following;
import dev.weir.node.proxy.outcome.Outcome;
import dev.weir.node.proxy.outcome.RequestResult;

/// A request that waits for the fetch of another, and what comes of that. Confined to the event
/// loop of its conversation.
final class Waiting {
  private final Transaction transaction;
  private final ClientConversation client;
  private final ProxyMeters meters;
  private final KeptResponse keeping;
  private final Reply reply;
  private final Outcome outcome;

  Waiting(
      Transaction transaction,
      ClientConversation client,
      ProxyMeters meters,
      KeptResponse keeping,
      Reply reply,
      Outcome outcome) {
    this.transaction = transaction;
    this.client = client;
    this.meters = meters;
    this.keeping = keeping;
    this.reply = reply;
    this.outcome = outcome;
  }

  /// Waits from now on.
  void begin() {
    client.waitFor(this::onTooLong);
  }

  /// The other fetch has begun to bring a response, or is over.
  void onTold(Collapse.News news) {
    client.waitOver();
    switch (news) {
      case Collapse.News.Begun(Beginning begun, Filling.Reader reader) -> {
        if (keeping.reuse(begun.shape()) instanceof Reuse.Serve(var shape, var age)) {
          meters.followed(Following.STREAMED);
          reply.follow(shape, age, reader);
        } else {
          meters.followed(Following.RELEASED);
          reader.leave();
          transaction.decide(false);
        }
      }
      case Collapse.News.Over(Collapse.Outcome how) -> onOver(how);
    }
  }

  private void onOver(Collapse.Outcome how) {
    meters.followed(Following.of(how));
    if (how == Collapse.Outcome.FAILED
        && transaction.serveInsteadOf(StaleUse.Failure.DISCONNECTED)) {
      return;
    }
    if (how == Collapse.Outcome.STORED) {
      outcome.becomes(RequestResult.COLLAPSED);
    }
    transaction.decide(how == Collapse.Outcome.OUTDATED);
  }

  /// The other fetch has had its answer, or it would have failed by now; it is only long.
  private void onTooLong() {
    if (transaction.fetchAlone()) {
      meters.followed(Following.LATE);
    }
  }
}
