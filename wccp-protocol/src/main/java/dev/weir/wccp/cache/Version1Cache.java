package dev.weir.wccp.cache;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.cache.CacheEffect.IgnoredReason;
import dev.weir.wccp.cache.CacheEffect.LossCause;
import dev.weir.wccp.cache.version1.BucketDuty;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.negotiation.Agreement;
import dev.weir.wccp.negotiation.Timers;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A cache's side of WCCP1: one router, one service (§2.5).
///
/// ```
///            I_SEE_YOU           lists us            shows us buckets
///   CALLING ───────────▶ SEEN ─────────────▶ USABLE ──────────────────▶ ASSIGNED
///      ▲                                                                   │
///      ╰───────────────────────── silence ≥ 30 s ◀─────────────────────────╯
/// ```
///
/// A cache is its source address, and nothing is authenticated. There is no key: what the router
/// shows is what it does. There is no goodbye either: who leaves falls silent.
///
/// No socket, thread or clock. Confined to the control thread.
public final class Version1Cache implements CacheMachine {
  /// What the operator decides. `version` is the number in the messages. With `tellsHistory` the U
  /// flag is sent, and with it what we owned last; without it neither is (§2.4).
  public record Settings(InetAddress self, InetAddress router, int version, boolean tellsHistory) {}

  private enum State {
    CALLING,
    SEEN,
    USABLE,
    ASSIGNED
  }

  /// At most this many of our messages are taken to be unanswered.
  private static final int UNANSWERED_MAX = 3;

  private final Settings settings;
  private final BucketDuty duty;
  private boolean joined;
  private Optional<Version1.ISeeYou> seen = Optional.empty();
  private Optional<InetAddress> designated = Optional.empty();
  private HashAssignment assignment = HashAssignment.NONE;
  private Optional<Set<InetAddress>> members = Optional.empty();
  private List<InetAddress> foreign = List.of();
  private Instant heardAt;
  private Instant calledAt;
  private Instant nextCall;
  private int unanswered;
  private boolean exchanging;

  /// A cache that says nothing before [CacheEvent.Join].
  public Version1Cache(Settings settings, Instant now) {
    this.settings = settings;
    this.duty = new BucketDuty(settings.self());
    this.heardAt = now;
    this.calledAt = now;
    this.nextCall = now;
  }

  @Override
  public List<CacheEffect> on(CacheEvent event, Instant now) {
    var effects = new ArrayList<CacheEffect>(4);
    switch (event) {
      case CacheEvent.Join() -> join(now);
      case CacheEvent.Leave() -> leave(effects);
      case CacheEvent.Received(Message message, InetAddress from) ->
          received(message, from, now, effects);
      case CacheEvent.Members(var caches) -> members = Optional.of(caches);
      case CacheEvent.Woke() -> {
        unanswered = 0;
        nextCall = joined ? now : nextCall;
      }
      case CacheEvent.DeadlinePassed() -> {}
      // WCCP1 knows neither weights nor an alternate hash, and its router alone says who is dead
      case CacheEvent.Weigh _, CacheEvent.Hot _, CacheEvent.Dead _, CacheEvent.Mirror _ -> {}
      case CacheEvent.Behind() -> {} // its tables have no numbers
    }
    if (joined) {
      expire(now, effects);
      call(now, effects);
      observe(effects);
      assign(now, effects);
    }
    return List.copyOf(effects);
  }

  @Override
  public Instant nextDeadline() {
    if (!joined) {
      return Instant.MAX;
    }
    var next = nextCall;
    if (seen.isPresent()) {
      var assign = duty.assignAt();
      var free = exchanging && assign.isBefore(settledAt()) ? settledAt() : assign;
      next = free.isBefore(next) ? free : next;
      next = lostAt().isBefore(next) ? lostAt() : next;
    }
    return next;
  }

  @Override
  public CacheSnapshot snapshot() {
    return new CacheSnapshot(
        ServiceGroup.WEB_CACHE.standardService(),
        designated,
        List.of(
            new CacheSnapshot.Router(
                settings.router(),
                Optional.empty(),
                state().name().toLowerCase(Locale.ROOT),
                "1",
                receiveId(),
                seen.map(Version1.ISeeYou::change).orElse(0),
                Optional.empty(),
                Agreement.DEFAULT,
                listed().stream().map(Version1Cache::identity).toList())),
        Optional.empty(),
        assignment,
        foreign);
  }

  private static CacheIdentity identity(Version1.ISeeYou.Entry entry) {
    return CacheIdentity.hash(entry.cache(), entry.historical(), entry.buckets(), 0, 0);
  }

  private State state() {
    if (seen.isEmpty()) {
      return State.CALLING;
    }
    return own().map(us -> BucketDuty.owns(us) ? State.ASSIGNED : State.USABLE).orElse(State.SEEN);
  }

  private void join(Instant now) {
    if (!joined) {
      joined = true;
      forget();
      nextCall = now;
    }
  }

  private void leave(List<CacheEffect> effects) {
    if (joined) {
      joined = false;
      unanswered = 0;
      effects.add(new CacheEffect.Left());
    }
  }

  /// §2.5, cache side, rule 2: the first check that fails drops it.
  private void received(Message message, InetAddress from, Instant now, List<CacheEffect> effects) {
    if (!(message instanceof Version1.ISeeYou answer)) {
      effects.add(new CacheEffect.Ignored(IgnoredReason.WRONG_DIRECTION, from));
      return;
    }
    IgnoredReason refusal = null;
    if (!from.equals(settings.router())) {
      refusal = IgnoredReason.UNKNOWN_ROUTER;
    } else if (answer.version() != settings.version()) {
      refusal = IgnoredReason.VERSION;
    } else if (answer.caches().stream().anyMatch(it -> impossible(it.cache()))) {
      refusal = IgnoredReason.CACHE_ADDRESS;
    } else if (unanswered == 0) {
      refusal = IgnoredReason.UNSOLICITED;
    }
    if (refusal != null) {
      effects.add(new CacheEffect.Ignored(refusal, from));
      return;
    }
    heard(answer, now, effects);
  }

  /// 0.0.0.0 would be the lowest address, and so designated.
  private static boolean impossible(InetAddress cache) {
    return cache.isAnyLocalAddress() || cache.isMulticastAddress();
  }

  private void heard(Version1.ISeeYou answer, Instant now, List<CacheEffect> effects) {
    boolean firstContact = seen.isEmpty();
    boolean listed = own().isPresent();
    unanswered--;
    exchanging = false;
    heardAt = now;
    seen = Optional.of(answer);
    duty.heard(answer, BucketDuty.table(listed()), now);
    if (!listed && own().isPresent()) {
      effects.add(new CacheEffect.Gained(settings.router()));
    } else if (listed && own().isEmpty()) {
      effects.add(new CacheEffect.Lost(settings.router(), LossCause.OMITTED));
    }
    if (firstContact) {
      nextCall = now;
    }
  }

  private void expire(Instant now, List<CacheEffect> effects) {
    if (seen.isPresent() && !now.isBefore(lostAt())) {
      boolean listed = own().isPresent();
      forget();
      if (listed) {
        effects.add(new CacheEffect.Lost(settings.router(), LossCause.SILENT));
      }
    }
  }

  private void forget() {
    seen = Optional.empty();
    unanswered = 0;
    exchanging = false;
    duty.stand();
  }

  private void call(Instant now, List<CacheEffect> effects) {
    if (!now.isBefore(nextCall)) {
      effects.add(new CacheEffect.Send(hereIAm(), settings.router()));
      calledAt = now;
      nextCall = now.plus(Timers.DEFAULT.transmit());
      unanswered = Math.min(unanswered + 1, UNANSWERED_MAX);
      exchanging = true;
    }
  }

  /// What the router shows of us. What we only owned once is said with the U flag or not at all:
  /// without it a router would take it for owned.
  private Message hereIAm() {
    var us = own();
    boolean historical = us.map(Version1.ISeeYou.Entry::historical).orElse(true);
    var buckets =
        us.map(Version1.ISeeYou.Entry::buckets).orElseGet(() -> duty.former(settings.self()));
    return new Version1.HereIAm(
        settings.version(),
        historical && !settings.tellsHistory() ? BucketSet.EMPTY : buckets,
        historical && settings.tellsHistory(),
        receiveId());
  }

  private void observe(List<CacheEffect> effects) {
    var table = BucketDuty.table(listed());
    if (!table.equals(assignment)) {
      assignment = table;
      effects.add(new CacheEffect.InForce(Optional.empty(), table));
    }
    var strangers =
        listed().stream()
            .map(Version1.ISeeYou.Entry::cache)
            .filter(cache -> members.filter(it -> !it.contains(cache)).isPresent())
            .toList();
    if (!strangers.equals(foreign)) {
      foreign = strangers;
      effects.add(new CacheEffect.Foreign(foreign));
    }
  }

  private void assign(Instant now, List<CacheEffect> effects) {
    var lowest = BucketDuty.lowest(listed());
    if (!lowest.equals(designated)) {
      designated = lowest;
      effects.add(new CacheEffect.Designated(designated));
    }
    if (!now.isBefore(duty.assignAt()) && !(exchanging && now.isBefore(settledAt()))) {
      effects.add(
          new CacheEffect.Send(
              new Version1.AssignBuckets(receiveId(), duty.assign()), settings.router()));
      if (duty.alarm()) {
        effects.add(new CacheEffect.Unconfirmed(Optional.empty()));
      }
    }
  }

  private List<Version1.ISeeYou.Entry> listed() {
    return seen.map(Version1.ISeeYou::caches).orElse(List.of());
  }

  private Optional<Version1.ISeeYou.Entry> own() {
    return listed().stream().filter(it -> it.cache().equals(settings.self())).findFirst();
  }

  private ReceiveId receiveId() {
    return seen.map(Version1.ISeeYou::receiveId).orElse(ReceiveId.NONE);
  }

  /// From when on our last message is taken to be lost if it is unanswered.
  private Instant settledAt() {
    return calledAt.plus(Timers.DEFAULT.transmit().dividedBy(2));
  }

  private Instant lostAt() {
    return heardAt.plus(Timers.DEFAULT.lostAfter());
  }
}
