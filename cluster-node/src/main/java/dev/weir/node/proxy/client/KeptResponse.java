package dev.weir.node.proxy.client;

import dev.weir.cache.flight.Beginning;
import dev.weir.cache.flight.Beyond;
import dev.weir.cache.flight.Collapse;
import dev.weir.cache.flight.Filling;
import dev.weir.cache.message.Body;
import dev.weir.cache.message.HttpDate;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.Completion;
import dev.weir.cache.rule.Reuse;
import dev.weir.cache.rule.StaleUse;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.node.ownership.Owner;
import dev.weir.node.proxy.outcome.Account;
import dev.weir.node.proxy.outcome.Outcome;
import dev.weir.node.proxy.outward.Part;
import dev.weir.node.proxy.ruled.RuledRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
  private boolean kept;
  private long tenure;
  private List<Long> earlier = List.of();
  private boolean alone;

  private record Begun(ResponseHead head, Arrival arrival, Filling body) {}

  KeptResponse(
      ProxyServices services, RequestHead request, CacheKey key, Part part, Account account) {
    this.services = services;
    this.request = request;
    this.key = key;
    this.part = part;
    this.account = account;
    this.ruled = new RuledRequest(services.rules().get(), request, key, account.clientAddress());
  }

  /// As whose, and under which tenure, this node owns the key.
  void under(Owner.Here here) {
    tenure = here.tenure();
    earlier = here.earlier();
    alone = here.before().isEmpty();
  }

  /// The same, and goes on once what is stored of it is on hand, if it lies on disk.
  void under(Owner.Here here, Outcome outcome, EventLoop loop, Runnable then) {
    under(here);
    services.disks().before(request, key, outcome, loop, then);
  }

  /// What is stored, if it was under an earlier tenure that still counts, is of the present one
  /// from now on: nobody has anything newer. False: there is no such thing.
  boolean resume() {
    if (earlier.isEmpty()) {
      return false;
    }
    long began = services.store().purges();
    Optional<StoredResponse> held = services.store().find(key, request);
    boolean resumed =
        held.filter(it -> earlier.contains(it.tenure()))
            .filter(it -> services.store().put(key, it.stamped(tenure), began))
            .isPresent();
    held.ifPresent(it -> it.body().release());
    return resumed;
  }

  /// What to do with the request, from what is stored at this moment. Where nobody has had the key
  /// before us, what we have had ourselves counts.
  Reuse reuse() {
    if (alone) {
      alone = false;
      resume();
    }
    Reuse reuse = ruled.reuse(services.store(), tenure, services.steadyClock().instant());
    account.ruled(ruled.decided());
    return reuse;
  }

  /// The stored part whose rest would make it what the request is for.
  Optional<StoredResponse> part() {
    return services.store().find(key, request).filter(it -> Completion.helps(request, it));
  }

  /// What is stored, if it may be served in place of what the origin failed to give.
  Optional<StoredResponse> insteadOf(StaleUse.Failure failure) {
    Instant now = services.steadyClock().instant();
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
  /// the store takes. Those who follow read it as it comes.
  ///
  /// @param began what the store said of purges when it was asked for
  void begin(ResponseHead head, Arrival arrival, long began) {
    long inMemory = services.store().entryBytesMax();
    long onDisk = head.status() == 206 ? 0 : services.disks().bodyBytesMax(key);
    long bytesMax = Math.max(inMemory, onDisk);
    OptionalLong length = promised(head);
    OptionalLong admitted = ruled.admitted(head, arrival, bytesMax);
    account.ruled(ruled.decided());
    boolean fits = length.orElse(0) <= bytesMax && services.sharing().permits(head);
    if (fits && admitted.isPresent()) {
      var beyond =
          new Beyond(
              inMemory, () -> onDisk == 0 ? Optional.empty() : services.disks().spool(key, length));
      var body = new Filling(length, admitted.getAsLong(), services.collapse().room(), beyond);
      if (body.isKept()) {
        begin(new Begun(head, arrival, body), began);
        return;
      }
    }
    // What is not stored because of this request alone may well be for another.
    part.end(
        fits && ruled.admitsAnother(head, arrival)
            ? Collapse.Outcome.NOT_STORED
            : Collapse.Outcome.UNSHARED);
  }

  private void begin(Begun coming, long began) {
    begun = coming;
    kept = true;
    var whole = StoredResponse.of(request, coming.head, Body.EMPTY, coming.arrival);
    var shape = ruled.stored(whole).stamped(tenure);
    if (servesOthers(shape, coming.arrival.received())) {
      var fields = shape.head().fields();
      part.begin(
          new Beginning(shape, coming.body, () -> services.store().allows(key, fields, began)));
    } else {
      part.end(Collapse.Outcome.UNSHARED);
    }
  }

  private static OptionalLong promised(ResponseHead head) {
    return head.fields()
        .first("Content-Length")
        .map(length -> length.length() > 18 ? Long.MAX_VALUE : Long.parseLong(length))
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /// What to do with the request, where a response is coming that will be stored.
  Reuse reuse(StoredResponse shape) {
    var selected = Optional.of(shape).filter(it -> it.selection().matches(request.fields()));
    return Reuse.of(ruled.treated(shape), true, selected, tenure, services.steadyClock().instant());
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
    return kept;
  }

  private static boolean servesOthers(StoredResponse stored, Instant now) {
    return stored.freshness().freshAt(now) && !stored.control().hasWhole("no-cache");
  }

  /// What has come of it, where it is being kept.
  Optional<Filling> body() {
    return Optional.ofNullable(begun).filter(_ -> kept).map(Begun::body);
  }

  /// Whether the rest of it is worth having although the client is gone: others follow, or it is
  /// nearly whole.
  boolean isWanted() {
    Begun coming = begun;
    return (coming != null && (coming.body.isNearlyWhole() || coming.body.isRead()))
        || part.isFollowed();
  }

  /// Copies a piece. When there is too much of it, it is not kept any more; those who read it
  /// already have it to its end.
  void append(ByteBuf piece) {
    Begun coming = begun;
    if (coming == null) {
      return;
    }
    var how = Filling.Kept.YES;
    for (ByteBuffer octets : piece.nioBuffers()) {
      how = coming.body.append(octets);
    }
    if (kept && how != Filling.Kept.YES) {
      kept = false;
      part.end(
          how == Filling.Kept.TOO_LONG ? Collapse.Outcome.UNSHARED : Collapse.Outcome.NOT_STORED);
    }
  }

  /// Whether the fetch waits for the disk; then `later` runs once it need not any more. No client
  /// does: rather than that this one waits, the response is kept no more.
  boolean waits(boolean clientWould, Runnable later) {
    Begun coming = begun;
    boolean waits = coming != null && coming.body.waits(() -> part.onLoop(later));
    if (coming != null && waits && clientWould) {
      coming.body.goOnWithout();
    }
    return waits && !clientWould;
  }

  /// Whether more of it is fetched now: what is kept, as fast as the disk takes it where it goes
  /// there; else as fast as the client does.
  boolean goesOn(boolean clientTakes, Runnable later) {
    return !waits(clientTakes, later) && (kept || clientTakes);
  }

  /// The response is whole. What was taken over from another node may be older than what has made
  /// it worthless meanwhile; then it is not kept.
  ///
  /// @param began what the store said of purges when it was asked for
  void finish(boolean takenOver, long began) {
    Begun come = begun;
    begun = null;
    if (come != null) {
      come.body.complete(body -> part.onLoop(() -> finish(come, body, takenOver, began)));
    }
  }

  private void finish(Begun come, Optional<Body> body, boolean takenOver, long began) {
    if (body.isEmpty() || (takenOver && services.owners().isBuried(key))) {
      part.end(Collapse.Outcome.NOT_STORED);
    } else {
      put(StoredResponse.of(request, come.head, body.get(), come.arrival), began);
    }
    body.ifPresent(Body::release);
  }

  /// Stores a response.
  ///
  /// @param began what the store said of purges when it was asked for
  void put(StoredResponse response, long began) {
    StoredResponse stored = ruled.stored(response).stamped(tenure);
    boolean put = services.store().put(key, stored, began);
    boolean shared = servesOthers(stored, services.steadyClock().instant());
    part.end(
        !put
            ? Collapse.Outcome.NOT_STORED
            : shared ? Collapse.Outcome.STORED : Collapse.Outcome.UNSHARED);
  }

  /// Keeps nothing of it; who reads it is broken off.
  void drop(Collapse.Outcome why) {
    Begun broken = begun;
    begun = null;
    kept = false;
    if (broken != null) {
      broken.body.breakOff();
    }
    part.end(why);
  }
}
