package dev.weir.node.proxy.outcome;

import dev.weir.cache.rule.Reuse;
import java.time.Duration;
import java.util.function.ObjLongConsumer;

/// How one request is being answered, from its beginning until it is counted.
///
/// Confined to one thread.
public final class Outcome {
  private final String cache;
  private final ObjLongConsumer<RequestResult> count;
  private final long beganNs = System.nanoTime();
  private RequestResult result = RequestResult.MISS;
  private String forward = "bypass";
  private Reuse.Cause cause = Reuse.Cause.URI_MISS;
  private boolean over;

  /// That of a request which begins now.
  ///
  /// @param cache our name in Cache-Status
  /// @param count told once, with the nanoseconds that it took
  public Outcome(String cache, ObjLongConsumer<RequestResult> count) {
    this.cache = cache;
    this.count = count;
  }

  /// It will be answered so, as far as is known now.
  public void becomes(RequestResult how) {
    result = how;
  }

  /// The store did not do, for this reason. True if neither it nor another's fetch can help.
  public boolean isForwarded(Reuse.Cause why) {
    cause = why;
    forward = CacheStatus.forward(why);
    boolean passes = why == Reuse.Cause.METHOD || why == Reuse.Cause.REQUEST_BODY;
    result = passes ? RequestResult.PASS : RequestResult.MISS;
    return passes;
  }

  /// The client wants it from the store alone, where it is not.
  public void declined() {
    forward = "request";
  }

  /// Whether nothing at all was stored for it.
  public boolean isUnknown() {
    return cause == Reuse.Cause.URI_MISS;
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
    String status = CacheStatus.served(cache, result, cause);
    result = result == RequestResult.MISS ? RequestResult.HIT : result;
    return status;
  }

  /// Cache-Status of an answer from the store in place of what the origin failed to give.
  public String servedInstead() {
    result = RequestResult.STALE;
    return CacheStatus.servedInstead(cache);
  }

  /// Cache-Status of an answer from elsewhere.
  public String fetched(int status, boolean kept, boolean relayed) {
    return CacheStatus.fetched(cache, forward, status, CacheStatus.Kept.of(kept, relayed));
  }

  /// Cache-Status of an answer of our own, with which it ends.
  public String failed(String detail) {
    end(RequestResult.ERROR);
    return CacheStatus.failed(cache, forward, detail);
  }

  /// It has been answered as was known last.
  public void end() {
    end(result);
  }

  /// It has been answered so, or broken off.
  public void end(RequestResult how) {
    if (!over) {
      over = true;
      count.accept(how, System.nanoTime() - beganNs);
    }
  }

  /// Whether it has ended.
  public boolean isOver() {
    return over;
  }
}
