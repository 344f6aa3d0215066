package dev.weir.node.proxy.outcome;

import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Reuse;
import dev.weir.node.access.ObjectSource;
import dev.weir.node.access.Treatment;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one request is being answered, from its beginning until it is counted.
///
/// Confined to one thread.
public final class Outcome {
  private final String cache;
  private final Account account;
  private final long beganNs = System.nanoTime();
  private RequestResult result = RequestResult.MISS;
  private String forward = "bypass";
  private Reuse.Cause cause = Reuse.Cause.URI_MISS;
  private boolean recalled;
  private boolean instead;
  private @Nullable String detail;
  private boolean over;

  /// That of a request which begins now.
  ///
  /// @param cache our name in Cache-Status
  /// @param account told what becomes of it
  public Outcome(String cache, Account account) {
    this.cache = cache;
    this.account = account;
  }

  /// It will be answered so, as far as is known now.
  public void becomes(RequestResult how) {
    result = how;
  }

  /// The store did not do, for this reason. True if neither it nor another's fetch can help.
  public boolean isForwarded(Reuse.Cause why) {
    cause = why;
    forward = CacheStatus.forward(why);
    boolean passes =
        why == Reuse.Cause.METHOD || why == Reuse.Cause.REQUEST_BODY || why == Reuse.Cause.RULE;
    result = passes ? RequestResult.PASS : RequestResult.MISS;
    return passes;
  }

  /// The client wants it from the store alone, where it is not.
  public void declined() {
    forward = "request";
  }

  /// Whether a disk had what the memory had not.
  public void recalled(boolean found) {
    recalled = found;
  }

  /// Whether nothing was stored for it, or nothing that counts before others were asked.
  public boolean mayBeElsewhere() {
    return cause == Reuse.Cause.URI_MISS || cause == Reuse.Cause.OTHER_TENURE;
  }

  /// Whether only a part of what it is for was stored.
  public boolean isPartial() {
    return cause == Reuse.Cause.PARTIAL;
  }

  /// What is left of this time since it began.
  public Duration left(Duration within) {
    return within.minusNanos(System.nanoTime() - beganNs);
  }

  /// Cache-Status of an answer from the store, which makes it a hit if it was nothing else.
  public String served() {
    boolean hit = result == RequestResult.MISS;
    boolean fromDisk = hit && recalled;
    account.served(fromDisk ? ObjectSource.DISK : ObjectSource.MEMORY);
    String status = CacheStatus.served(cache, result, cause);
    result = hit ? RequestResult.HIT : result;
    return CacheStatus.ruled(fromDisk ? status + "; detail=disk" : status, account.rule());
  }

  /// Cache-Status of an answer from the store in place of what the origin failed to give.
  public String servedInstead() {
    account.served(ObjectSource.MEMORY);
    result = RequestResult.STALE;
    instead = true;
    return CacheStatus.servedInstead(cache);
  }

  /// Cache-Status of an answer from elsewhere. What another node hands over it had stored; of what
  /// it relays its own member says so.
  public String fetched(ResponseHead head, boolean kept, boolean relayed) {
    boolean stored =
        switch (result) {
          case MISS -> relayed;
          case RELAYED -> relayed && isFromPeersStore(head);
          case HIT, REVALIDATED, PASS, PEER_HIT, COLLAPSED, STALE, ERROR -> false;
        };
    result = stored ? RequestResult.PEER_HIT : result;
    var where = CacheStatus.Kept.of(kept, relayed);
    return CacheStatus.ruled(
        CacheStatus.fetched(cache, forward, head.status(), where), account.rule());
  }

  private static boolean isFromPeersStore(ResponseHead head) {
    List<String> members = head.fields().all("Cache-Status");
    return !members.isEmpty() && CacheStatus.isFromStore(members.getLast(), head.status());
  }

  /// Cache-Status of an answer of our own.
  public String failed(String why) {
    result = RequestResult.ERROR;
    detail = why;
    return CacheStatus.failed(cache, forward, why);
  }

  /// It has been answered as was known last.
  public void end() {
    end(result, false);
  }

  /// Its account goes on in other hands.
  public void leaveOpen() {
    over = true;
  }

  /// It has been broken off.
  public void breakOff() {
    end(RequestResult.ERROR, true);
  }

  private void end(RequestResult how, boolean broken) {
    if (!over) {
      over = true;
      account.ended(how, treatment(), detail, broken);
    }
  }

  private Treatment treatment() {
    return switch (result) {
      case HIT -> Treatment.HIT;
      case MISS ->
          switch (cause) {
            case REQUEST -> Treatment.RELOAD;
            case STALE, NO_CACHE, OTHER_TENURE -> Treatment.REPLACED;
            case URI_MISS, VARY_MISS, METHOD, REQUEST_BODY, PARTIAL, RULE -> Treatment.MISS;
          };
      case REVALIDATED -> Treatment.REVALIDATED;
      case PASS -> Treatment.PASS;
      case RELAYED -> Treatment.RELAYED;
      case PEER_HIT -> Treatment.PEER_HIT;
      case COLLAPSED -> Treatment.COLLAPSED;
      case STALE -> instead ? Treatment.STALE_IF_ERROR : Treatment.STALE;
      case ERROR -> Treatment.ERROR;
    };
  }

  /// Whether it has ended.
  public boolean isOver() {
    return over;
  }
}
