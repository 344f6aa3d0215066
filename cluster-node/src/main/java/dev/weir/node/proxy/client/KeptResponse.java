package dev.weir.node.proxy.client;

import dev.weir.cache.message.Body;
import dev.weir.cache.message.HttpDate;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.Reuse;
import dev.weir.cache.rule.StaleUse;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.store.Collapse;
import dev.weir.node.proxy.outcome.Account;
import dev.weir.node.proxy.outward.Part;
import dev.weir.node.proxy.ruled.RuledRequest;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The response of one request on its way into the store, where it may be kept: its head, and a
/// copy of what has come of its body. Those who wait for it hear what becomes of it.
final class KeptResponse {
  private final ProxyServices services;
  private final RequestHead request;
  private final CacheKey key;
  private final Part part;
  private final RuledRequest ruled;
  private final Account account;
  private @Nullable Begun begun;
  private long tenure;

  private record Begun(ResponseHead head, Arrival arrival, Body.Collector body) {}

  KeptResponse(
      ProxyServices services, RequestHead request, CacheKey key, Part part, Account account) {
    this.services = services;
    this.request = request;
    this.key = key;
    this.part = part;
    this.account = account;
    this.ruled = new RuledRequest(services.rules(), request, key, account.clientAddress());
  }

  /// Under which tenure this node owns the key.
  void under(long present) {
    tenure = present;
  }

  /// What to do with the request, from what is stored at this moment.
  Reuse reuse() {
    Reuse reuse = ruled.reuse(services.store(), tenure, services.wallClock().instant());
    account.ruled(ruled.decided());
    return reuse;
  }

  /// What is stored, if it may be served in place of what the origin failed to give.
  Optional<StoredResponse> insteadOf(StaleUse.Failure failure) {
    Instant now = services.wallClock().instant();
    return request.isGet() || request.isHead()
        ? services
            .store()
            .find(key, request)
            .filter(it -> StaleUse.instead(ruled.treated(it), it, tenure, failure, now))
        : Optional.empty();
  }

  /// Under which tenure this node owns the key.
  long tenure() {
    return tenure;
  }

  /// Begins to keep a response, if it may be kept, and shared, and is not known to be longer than
  /// the store takes.
  void begin(ResponseHead head, Arrival arrival) {
    var admitted = ruled.admitted(head, arrival, services.store().entryBytesMax());
    account.ruled(ruled.decided());
    if (admitted.isPresent() && services.sharing().permits(head)) {
      begun = new Begun(head, arrival, new Body.Collector(admitted.getAsLong()));
    }
  }

  /// The head with a Date, which a recipient with a clock adds where the origin had none (RFC 9110
  /// §6.6.1 Date).
  static ResponseHead dated(ResponseHead head, Instant received) {
    return head.fields().has("Date")
        ? head
        : head.withFields(head.fields().plus("Date", HttpDate.format(received)));
  }

  /// Whether something is being kept.
  boolean isKept() {
    return begun != null;
  }

  /// Copies a piece. When it has become too long, nothing of it is kept any more.
  void append(ByteBuf piece) {
    Begun kept = begun;
    if (kept == null) {
      return;
    }
    for (ByteBuffer octets : piece.nioBuffers()) {
      if (!kept.body.append(octets)) {
        drop(Collapse.Outcome.NOT_STORABLE);
        return;
      }
    }
  }

  /// The response is whole. What was taken over from another node may be older than what has made
  /// it worthless meanwhile; then it is not kept.
  ///
  /// @param began what the store said of purges when it was asked for
  void finish(boolean takenOver, long began) {
    Begun kept = begun;
    begun = null;
    if (kept != null && takenOver && services.owners().isBuried(key)) {
      part.end(Collapse.Outcome.NOT_STORABLE);
    } else if (kept != null) {
      put(StoredResponse.of(request, kept.head, kept.body.finish(), kept.arrival), began);
    }
  }

  /// Stores a response.
  ///
  /// @param began what the store said of purges when it was asked for
  void put(StoredResponse response, long began) {
    boolean put = services.store().put(key, ruled.stored(response).stamped(tenure), began);
    part.end(put ? Collapse.Outcome.STORED : Collapse.Outcome.NOT_STORABLE);
  }

  /// Keeps nothing of it.
  void drop(Collapse.Outcome why) {
    begun = null;
    part.end(why);
  }
}
