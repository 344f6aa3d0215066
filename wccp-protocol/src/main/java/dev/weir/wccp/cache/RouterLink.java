package dev.weir.wccp.cache;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Component.AssignmentMap;
import dev.weir.wccp.message.Component.Capabilities;
import dev.weir.wccp.message.Component.RouterView;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.negotiation.Agreement;
import dev.weir.wccp.negotiation.CacheChoice;
import dev.weir.wccp.negotiation.CachePreferences;
import dev.weir.wccp.negotiation.Timers;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What we know of one router (§4.2).
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

  private static final int FAREWELLS_MAX = 3;
  private static final Duration REJECTED_PAUSE = Duration.ofSeconds(60);

  private final InetAddress address;
  private final CallSchedule calls;
  private State state = State.CALLING;
  private Optional<InetAddress> routerId = Optional.empty();
  private ReceiveId receiveId = ReceiveId.NONE;
  private Optional<RouterView> view = Optional.empty();
  private Set<InetAddress> listed = Set.of();
  private Assignment assignment = HashAssignment.NONE;
  private Optional<AssignmentMap> map = Optional.empty();
  private Optional<Capabilities> chosen = Optional.empty();
  private Agreement agreement = Agreement.DEFAULT;
  private int minor;
  private int farewells;
  private Instant heardAt;

  RouterLink(InetAddress address, Instant now) {
    this.address = address;
    this.calls = new CallSchedule(now);
    this.heardAt = now;
  }

  InetAddress address() {
    return address;
  }

  CallSchedule calls() {
    return calls;
  }

  State state() {
    return state;
  }

  Optional<InetAddress> routerId() {
    return routerId;
  }

  /// The router's id, or the address we know it by as long as it has told none.
  InetAddress name() {
    return routerId.orElse(address);
  }

  ReceiveId receiveId() {
    return receiveId;
  }

  /// What router and cache go by; the defaults as long as the router has not repeated our choice.
  Agreement agreement() {
    return agreement;
  }

  Timers timers() {
    return agreement.timers();
  }

  Optional<Capabilities> chosen() {
    return chosen;
  }

  /// The minor version that the router answers in, 0 before the first answer.
  int minor() {
    return minor;
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

  /// The addresses of those caches.
  Set<InetAddress> listed() {
    return listed;
  }

  /// The routers that caches have reported to this one.
  List<InetAddress> reportedRouters() {
    return view.map(RouterView::routers).orElse(List.of());
  }

  /// What this router redirects by, as its map or the vectors in its view show it.
  Assignment assignment() {
    return assignment;
  }

  private Assignment shown() {
    if (key().isEmpty()) {
      return HashAssignment.NONE;
    }
    if (map.isPresent()) {
      return map.get().assignment();
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

  boolean exchanging(Instant now) {
    return calls.exchanging(timers(), now);
  }

  /// Whether this router goes by this address or id.
  boolean is(InetAddress source, InetAddress id) {
    return source.equals(address) || id.equals(address) || routerId.filter(id::equals).isPresent();
  }

  /// Takes in an answer that was found acceptable, and tells what we take from its offer. Any
  /// receive id counts: routers reboot.
  CacheChoice heard(
      Message.ISeeYou seen, InetAddress self, CachePreferences preferences, Instant now) {
    heardAt = now;
    routerId = Optional.of(seen.router().router());
    receiveId = seen.router().receiveId();
    view = Optional.of(seen.view());
    listed = seen.view().caches().stream().map(CacheIdentity::address).collect(Collectors.toSet());
    map = seen.map();
    assignment = shown();
    minor = Math.min(1, seen.minor());
    var taken = CacheChoice.from(seen.capabilities(), preferences);
    switch (taken) {
      case CacheChoice.Nothing _ -> {
        state = State.REJECTED;
        calls.pauseUntil(now.plus(REJECTED_PAUSE));
      }
      case CacheChoice.Chosen choice -> {
        chosen = Optional.of(choice.capabilities());
        boolean agreed = listed.contains(self) && CacheChoice.agreed(seen.capabilities(), choice);
        agreement = agreed ? choice.agreement() : timed(choice.agreement(), Timers.DEFAULT);
        state = stateFor(self);
        calls.answered(timers());
      }
    }
    return taken;
  }

  /// The router has told us this number at another address of its own.
  void spent(ReceiveId id) {
    receiveId = id;
  }

  /// A second address of a router that we already talk to: nothing is said to it for a while.
  void pauseAsAlias(Instant now) {
    forget();
    calls.pauseUntil(now.plus(REJECTED_PAUSE));
  }

  private State stateFor(InetAddress self) {
    var own = caches().stream().filter(it -> it.address().equals(self)).findFirst();
    if (own.isEmpty()) {
      return State.SEEN;
    }
    boolean named =
        map.isPresent() ? assignment().caches().contains(self) : !own.get().historical();
    return key().isPresent() && named ? State.ASSIGNED : State.USABLE;
  }

  /// Takes in a query; false when the router was answered less than half an interval ago.
  boolean queried(ReceiveId id, Instant now) {
    if (!calls.queried(timers(), now)) {
      return false;
    }
    receiveId = id;
    heardAt = now;
    return true;
  }

  /// We are about to leave, and have not said so yet; no answer that was made before says so.
  void beginFarewell() {
    farewells = 0;
    calls.endAnswers();
  }

  /// Notes that the router was told that we leave.
  void toldFarewell() {
    farewells++;
  }

  /// Notes that the router has confirmed it.
  void farewellAnswered() {
    farewells = FAREWELLS_MAX;
  }

  /// Whether it needs to be told no more (§4.2): it has confirmed, or was told three times, because
  /// old ones ignore the command and time us out.
  boolean farewellDone() {
    return !live() || farewells >= FAREWELLS_MAX;
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
    listed = Set.of();
    assignment = HashAssignment.NONE;
    map = Optional.empty();
    chosen = Optional.empty();
    agreement = Agreement.DEFAULT;
    minor = 0;
    calls.forget();
  }

  boolean heardSince(Instant then) {
    return !heardAt.isBefore(then);
  }

  Instant lostAt() {
    return state == State.CALLING ? Instant.MAX : heardAt.plus(timers().lostAfter());
  }

  private static Agreement timed(Agreement it, Timers timers) {
    return new Agreement(it.forwarding(), it.distribution(), it.packetReturn(), timers);
  }
}
