package dev.weir.wccp.cache;

import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Component.Capabilities;
import dev.weir.wccp.message.Component.RouterView;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.negotiation.CacheChoice;
import dev.weir.wccp.negotiation.Timers;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What we know of one router, and when to call it (§4.2).
///
/// ```
///            I_SEE_YOU                lists us            table names us
///   CALLING ───────────▶ SEEN ──────────────▶ USABLE ───────────────▶ ASSIGNED
///      ▲                  │ nothing in common                            │
///      │                  ╰──▶ REJECTED                                  │
///      ╰───────────────── silence ≥ 3 × timeout base ◀───────────────────╯
/// ```
///
/// Confined to its [CacheGroup].
final class RouterLink {
  /// How far the conversation has come.
  enum State {
    CALLING,
    SEEN,
    USABLE,
    ASSIGNED,
    REJECTED
  }

  /// At most this many of our messages are taken to be unanswered: those of one query's burst.
  private static final int UNANSWERED_MAX = 3;

  private static final int ANSWERS_TO_QUERY = 3;
  private static final Duration REJECTED_PAUSE = Duration.ofSeconds(60);

  private final InetAddress address;
  private State state = State.CALLING;
  private Optional<InetAddress> routerId = Optional.empty();
  private ReceiveId receiveId = ReceiveId.NONE;
  private Optional<RouterView> view = Optional.empty();
  private Optional<Capabilities> chosen = Optional.empty();
  private Timers timers = Timers.DEFAULT;
  private Instant heardAt;
  private Instant calledAt;
  private Instant nextCall;
  private Instant answerableFrom;
  private int unanswered;
  private int answersLeft;

  RouterLink(InetAddress address, Instant now) {
    this.address = address;
    this.heardAt = now;
    this.calledAt = now;
    this.nextCall = now;
    this.answerableFrom = now;
  }

  InetAddress address() {
    return address;
  }

  State state() {
    return state;
  }

  Optional<InetAddress> routerId() {
    return routerId;
  }

  ReceiveId receiveId() {
    return receiveId;
  }

  Timers timers() {
    return timers;
  }

  Optional<Capabilities> chosen() {
    return chosen;
  }

  /// Whether the router has been heard and we can work with it.
  boolean live() {
    return state == State.SEEN || state == State.USABLE || state == State.ASSIGNED;
  }

  /// Whether the router lists us.
  boolean lists() {
    return state == State.USABLE || state == State.ASSIGNED;
  }

  int memberChange() {
    return view.map(RouterView::memberChange).orElse(0);
  }

  Optional<AssignmentKey> key() {
    return view.flatMap(RouterView::key);
  }

  List<CacheIdentity> caches() {
    return view.map(RouterView::caches).orElse(List.of());
  }

  /// The routers that caches have reported to this one.
  List<InetAddress> reportedRouters() {
    return view.map(RouterView::routers).orElse(List.of());
  }

  /// The table by which this router redirects, as its view shows it.
  HashAssignment assignment() {
    if (key().isEmpty()) {
      return HashAssignment.NONE;
    }
    var shares = new LinkedHashMap<InetAddress, BucketSet>();
    for (CacheIdentity cache : caches()) {
      if (!cache.historical()) {
        shares.put(cache.address(), cache.buckets());
      }
    }
    return HashAssignment.ofShares(shares);
  }

  /// What caches without buckets say that they owned (§3.5, U flag).
  Map<InetAddress, BucketSet> history() {
    return caches().stream()
        .filter(CacheIdentity::historical)
        .collect(
            Collectors.toMap(CacheIdentity::address, CacheIdentity::buckets, (first, _) -> first));
  }

  /// Whether a message may still be on its way that answers one of ours.
  boolean exchanging(Instant now) {
    return unanswered > 0 && now.isBefore(settledAt());
  }

  /// From when on an unanswered message of ours is taken to be lost.
  Instant settledAt() {
    return calledAt.plus(timers.transmit().dividedBy(2));
  }

  boolean awaitsAnswer() {
    return unanswered > 0;
  }

  /// Whether this router goes by this address or id.
  boolean is(InetAddress source, InetAddress id) {
    return source.equals(address) || id.equals(address) || routerId.filter(id::equals).isPresent();
  }

  /// Takes in an answer that was found acceptable, and tells what we take from its offer. Any
  /// receive id counts: routers reboot.
  CacheChoice heard(Message.ISeeYou seen, InetAddress self, Duration wanted, Instant now) {
    unanswered--;
    heardAt = now;
    routerId = Optional.of(seen.router().router());
    receiveId = seen.router().receiveId();
    view = Optional.of(seen.view());
    var own = caches().stream().filter(it -> it.address().equals(self)).findFirst();
    var taken = CacheChoice.from(seen.capabilities(), wanted);
    switch (taken) {
      case CacheChoice.Nothing _ -> {
        state = State.REJECTED;
        nextCall = now.plus(REJECTED_PAUSE);
      }
      case CacheChoice.Chosen choice -> {
        chosen = Optional.of(choice.capabilities());
        boolean agreed = own.isPresent() && CacheChoice.agreed(seen.capabilities(), choice);
        timers = agreed ? choice.timers() : Timers.DEFAULT;
        state =
            own.isEmpty()
                ? State.SEEN
                : key().isPresent() && !own.get().historical() ? State.ASSIGNED : State.USABLE;
        callBy(calledAt.plus(timers.transmit()));
      }
    }
    return taken;
  }

  /// Takes in a query; false when the router was answered less than half an interval ago.
  boolean queried(ReceiveId id, Instant now) {
    if (now.isBefore(answerableFrom)) {
      return false;
    }
    receiveId = id;
    heardAt = now;
    answersLeft = ANSWERS_TO_QUERY;
    answerableFrom = now.plus(timers.transmit().dividedBy(2));
    nextCall = now;
    return true;
  }

  boolean callDue(Instant now) {
    return !now.isBefore(nextCall);
  }

  /// Notes that a message has gone out, and when the next one goes.
  void called(Instant now) {
    calledAt = now;
    unanswered = Math.min(unanswered + 1, UNANSWERED_MAX);
    answersLeft = Math.max(0, answersLeft - 1);
    nextCall = now.plus(answersLeft > 0 ? timers.answerSpacing() : timers.transmit());
  }

  void callBy(Instant latest) {
    nextCall = latest.isBefore(nextCall) ? latest : nextCall;
  }

  boolean silent(Instant now) {
    return state != State.CALLING && !now.isBefore(lostAt());
  }

  /// Back to the beginning; what the router said is void.
  void forget() {
    state = State.CALLING;
    routerId = Optional.empty();
    receiveId = ReceiveId.NONE;
    view = Optional.empty();
    chosen = Optional.empty();
    timers = Timers.DEFAULT;
    unanswered = 0;
    answersLeft = 0;
  }

  Instant nextDeadline() {
    return state == State.CALLING || nextCall.isBefore(lostAt()) ? nextCall : lostAt();
  }

  private Instant lostAt() {
    return heardAt.plus(timers.lostAfter());
  }
}
