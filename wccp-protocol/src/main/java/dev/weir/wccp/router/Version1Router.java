package dev.weir.wccp.router;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.negotiation.Agreement;
import dev.weir.wccp.negotiation.Timers;
import dev.weir.wccp.router.RouterEffect.IgnoredReason;
import dev.weir.wccp.router.RouterEffect.LossCause;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// A router's side of WCCP1 (§2.5).
///
/// ```
///            HERE_I_AM echoes our received id
///   seen ─────────────────────────────────────▶ usable ──▶ its buckets, once one of them assigns
///     ▲                                            │
///     ╰─────────────────── silent 30 s ◀───────────╯
/// ```
///
/// Every HERE_I_AM is answered, in its own version number. A cache is its source address. A table
/// stays until another comes or its caches are gone: WCCP1 has no flush and asks nobody.
///
/// No socket, thread or clock. Confined to the control thread.
public final class Version1Router implements RouterMachine {
  /// What the operator decides: our address, and which caches may join.
  public record Settings(InetAddress routerId, Predicate<InetAddress> groupList) {}

  /// What we know of one cache. `history` is what it said it owned when it became usable.
  private static final class Caller {
    BucketSet history = BucketSet.EMPTY;
    ReceiveId lastSent = ReceiveId.NONE;
    Instant heardAt;
    Optional<Instant> usableSince = Optional.empty();
    int unechoed;

    Caller(Instant now) {
      this.heardAt = now;
    }

    boolean usable() {
      return usableSince.isPresent();
    }

    Instant lostAt() {
      return heardAt.plus(Timers.DEFAULT.lostAfter());
    }
  }

  private final Settings settings;
  private final Map<InetAddress, Caller> callers = new LinkedHashMap<>();
  private ReceiveId counter = ReceiveId.NONE;
  private int change = 1;
  private HashAssignment table = HashAssignment.NONE;

  /// A router without caches.
  public Version1Router(Settings settings) {
    this.settings = settings;
  }

  @Override
  public List<RouterEffect> on(RouterEvent event, Instant now) {
    var effects = new ArrayList<RouterEffect>(2);
    switch (event) {
      case RouterEvent.Received(Message message, InetAddress from, InetAddress _) -> {
        if (settings.groupList().test(from)) {
          received(message, from, now, effects);
        } else {
          effects.add(new RouterEffect.Ignored(IgnoredReason.DENIED_TO_GROUP, from));
        }
      }
      case RouterEvent.DeadlinePassed() -> deadline(now, effects);
      case RouterEvent.Fault(RouterEvent.Fault.Kind kind) -> fault(kind, effects);
    }
    return List.copyOf(effects);
  }

  @Override
  public Instant nextDeadline() {
    return callers.values().stream()
        .map(Caller::lostAt)
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }

  @Override
  public RouterSnapshot snapshot() {
    return new RouterSnapshot(
        settings.routerId(),
        ServiceGroup.WEB_CACHE.standardService(),
        callers.entrySet().stream().map(it -> shown(it.getKey(), it.getValue())).toList(),
        Optional.empty(),
        table,
        change,
        List.of(),
        callers.values().stream().anyMatch(Caller::usable)
            ? Optional.of(Agreement.DEFAULT)
            : Optional.empty(),
        1);
  }

  private void received(Message message, InetAddress from, Instant now, List<RouterEffect> out) {
    switch (message) {
      case Version1.HereIAm hello -> hereIAm(hello, from, now, out);
      case Version1.AssignBuckets assign -> assignBuckets(assign, from, out);
      default -> out.add(new RouterEffect.Ignored(IgnoredReason.WRONG_DIRECTION, from));
    }
  }

  private void hereIAm(
      Version1.HereIAm hello, InetAddress from, Instant now, List<RouterEffect> out) {
    IgnoredReason refusal = null;
    if (hello.version() != Version1.VERSION && hello.version() != Version1.VERSION_OLD) {
      refusal = IgnoredReason.VERSION;
    } else if (!(from instanceof Inet4Address)
        || from.isAnyLocalAddress()
        || from.isMulticastAddress()) {
      refusal = IgnoredReason.CACHE_ADDRESS;
    } else if (!callers.containsKey(from) && !makeRoom()) {
      refusal = IgnoredReason.TOO_MANY_CACHES;
    }
    if (refusal != null) {
      out.add(new RouterEffect.Ignored(refusal, from));
      return;
    }
    var caller = callers.computeIfAbsent(from, _ -> new Caller(now));
    boolean echoes =
        !caller.lastSent.equals(ReceiveId.NONE) && hello.received().equals(caller.lastSent);
    caller.unechoed = echoes ? 0 : caller.unechoed + 1;
    if (echoes || !caller.usable()) {
      caller.heardAt = now;
    }
    if (echoes && !caller.usable()) {
      caller.usableSince = Optional.of(now);
      caller.history = hello.buckets(); // from now on we know better than it
      change++;
      out.add(new RouterEffect.CacheUsable(from, change));
    }
    counter = counter.next();
    caller.lastSent = counter;
    out.add(
        new RouterEffect.Send(
            new Version1.ISeeYou(hello.version(), change, counter, entries()), from));
  }

  /// Makes room for one more, if need be at the cost of the longest silent one that is not usable:
  /// whoever only pretends to be a cache must not keep a real one out. False when all are usable.
  private boolean makeRoom() {
    if (callers.size() < RouterGroup.MEMBER_COUNT_MAX) {
      return true;
    }
    return callers.entrySet().stream()
        .filter(it -> !it.getValue().usable())
        .min(Comparator.comparing(it -> it.getValue().heardAt))
        .map(it -> callers.remove(it.getKey()))
        .isPresent();
  }

  private List<Version1.ISeeYou.Entry> entries() {
    return callers.entrySet().stream()
        .filter(it -> it.getValue().usable())
        .map(it -> {
          var buckets = table.share(it.getKey());
          return buckets.isEmpty()
              ? new Version1.ISeeYou.Entry(it.getKey(), it.getValue().history, true)
              : new Version1.ISeeYou.Entry(it.getKey(), buckets, false);
        })
        .toList();
  }

  private static RouterSnapshot.Cache shown(InetAddress address, Caller caller) {
    return new RouterSnapshot.Cache(
        address,
        address,
        caller.lastSent,
        CacheIdentity.hash(address, true, caller.history, 0, 0),
        caller.usableSince,
        caller.unechoed,
        caller.usableSince.map(_ -> Agreement.DEFAULT));
  }

  private boolean usable(InetAddress cache) {
    var caller = callers.get(cache);
    return caller != null && caller.usable();
  }

  /// §2.5, router side, rule 4: a refusal leaves the table as it was.
  private void assignBuckets(
      Version1.AssignBuckets assign, InetAddress from, List<RouterEffect> out) {
    var sender = callers.get(from);
    if (sender == null || !sender.usable()) {
      out.add(new RouterEffect.Ignored(IgnoredReason.ASSIGN_SENDER, from));
    } else if (!assign.received().equals(sender.lastSent)) {
      out.add(new RouterEffect.Ignored(IgnoredReason.ASSIGN_RECEIVE_ID, from));
    } else {
      install(assign.assignment(), out);
    }
  }

  /// Buckets of caches that are not usable here are unassigned; a table that changes nothing is no
  /// change.
  private void install(HashAssignment received, List<RouterEffect> out) {
    var shares = new LinkedHashMap<InetAddress, BucketSet>();
    for (InetAddress cache : received.caches()) {
      var share =
          BucketSet.of(
              IntStream.range(0, received.slotCount())
                  .filter(bucket -> received.owner(bucket).filter(cache::equals).isPresent()));
      if (usable(cache) && !share.isEmpty()) {
        shares.put(cache, share);
      }
    }
    var installed = HashAssignment.ofShares(shares);
    if (!installed.equals(table)) {
      table = installed;
      change++;
      out.add(new RouterEffect.Installed(Optional.empty(), table));
    }
  }

  private void deadline(Instant now, List<RouterEffect> out) {
    for (var entry : List.copyOf(callers.entrySet())) {
      if (!now.isBefore(entry.getValue().lostAt())) {
        callers.remove(entry.getKey());
        if (entry.getValue().usable()) {
          lose(entry.getKey(), LossCause.SILENT, out);
        }
      }
    }
  }

  private void fault(RouterEvent.Fault.Kind kind, List<RouterEffect> out) {
    switch (kind) {
      case FLUSH -> flush(out);
      case STALE_RECEIVE_ID ->
          callers.values().forEach(caller -> caller.lastSent = caller.lastSent.next());
      case REBOOT -> {
        List.copyOf(callers.keySet()).stream()
            .filter(this::usable)
            .forEach(it -> lose(it, LossCause.REBOOT, out));
        callers.clear();
        counter = ReceiveId.NONE;
        change = 1;
      }
    }
  }

  private void flush(List<RouterEffect> out) {
    if (!table.caches().isEmpty()) {
      table = HashAssignment.NONE;
      change++;
      out.add(new RouterEffect.Flushed(Optional.empty()));
    }
  }

  private void lose(InetAddress cache, LossCause cause, List<RouterEffect> out) {
    boolean assigned = !table.caches().isEmpty();
    table = table.without(cache);
    change++;
    out.add(new RouterEffect.CacheLost(cache, cause, change));
    if (assigned && table.caches().isEmpty()) {
      out.add(new RouterEffect.Flushed(Optional.empty()));
    }
  }
}
