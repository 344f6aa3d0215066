package dev.weir.router.control;

import dev.weir.node.control.Labels;
import dev.weir.node.telemetry.EventLog;
import dev.weir.router.packet.RedirectTable;
import dev.weir.router.telemetry.RouterEvent;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.router.RouterEffect;
import dev.weir.wccp.router.RouterEffect.Send;
import dev.weir.wccp.router.RouterGroup;
import dev.weir.wccp.router.RouterSnapshot;
import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Drives the machine of one service group: logs what it tells, publishes its table and its state.
///
/// Belongs to the control thread, but for [#snapshot], which any thread may read.
public final class GroupDriver {
  private final RouterGroup group;
  private final EventLog events;
  private final RouterJournal journal;
  private final Consumer<RedirectTable> packetPath;
  private volatile RouterSnapshot snapshot;
  private Instant changedAt;

  /// A driver that begins now. `packetPath` is given a new table whenever one may be in force.
  public GroupDriver(
      RouterGroup group,
      EventLog events,
      RouterJournal journal,
      Consumer<RedirectTable> packetPath,
      Instant now) {
    this.group = group;
    this.events = events;
    this.journal = journal;
    this.packetPath = packetPath;
    this.snapshot = group.snapshot();
    this.changedAt = now;
  }

  /// The group's state after the last event.
  public RouterSnapshot snapshot() {
    return snapshot;
  }

  ServiceGroup serves() {
    return snapshot.service().group();
  }

  Instant nextDeadline() {
    return group.nextDeadline();
  }

  /// Applies one event. What is to be sent comes back, in order; all else has been done.
  List<Send> on(dev.weir.wccp.router.RouterEvent event, Instant now) {
    List<RouterEffect> effects = group.on(event, now);
    snapshot = group.snapshot();
    if (effects.stream().anyMatch(GroupDriver::movesTraffic)) {
      packetPath.accept(table(snapshot));
    }
    var sends = new ArrayList<Send>(effects.size());
    for (RouterEffect effect : effects) {
      switch (effect) {
        case Send send -> sends.add(send);
        case RouterEffect.CacheUsable it -> usable(it, now);
        case RouterEffect.CacheLost it -> lost(it, now);
        case RouterEffect.Installed it -> installed(it, now);
        case RouterEffect.Flushed it ->
            events.record(RouterEvent.ASSIGNMENT_FLUSHED, "key", it.key());
        case RouterEffect.Ignored it -> journal.ignored(it.reason(), it.from(), now);
      }
    }
    return sends;
  }

  private static boolean movesTraffic(RouterEffect effect) {
    return switch (effect) {
      case Send _, RouterEffect.Ignored _ -> false;
      case RouterEffect.CacheUsable _,
          RouterEffect.CacheLost _,
          RouterEffect.Installed _,
          RouterEffect.Flushed _ ->
          true;
    };
  }

  private static RedirectTable table(RouterSnapshot snapshot) {
    List<Inet4Address> caches =
        snapshot.caches().stream()
            .filter(RouterSnapshot.Cache::usable)
            .map(RouterSnapshot.Cache::address)
            .toList();
    return snapshot.key().isPresent()
        ? RedirectTable.assigned(snapshot.assignment().owners(), caches)
        : RedirectTable.withoutAssignment(caches);
  }

  private void usable(RouterEffect.CacheUsable it, Instant now) {
    changedAt = now;
    events.record(
        RouterEvent.CACHE_USABLE,
        "cache",
        it.cache().getHostAddress(),
        "usable",
        usableCount(),
        "change_number",
        Integer.toUnsignedString(it.memberChange()));
  }

  private void lost(RouterEffect.CacheLost it, Instant now) {
    changedAt = now;
    events.record(
        RouterEvent.CACHE_LOST,
        "cache",
        it.cache().getHostAddress(),
        "cause",
        Labels.of(it.cause()),
        "usable",
        usableCount(),
        "change_number",
        Integer.toUnsignedString(it.memberChange()));
  }

  private void installed(RouterEffect.Installed it, Instant now) {
    events.record(
        RouterEvent.ASSIGNMENT_INSTALLED,
        "key",
        it.key(),
        "designated",
        it.key().designated().getHostAddress(),
        "assigned",
        it.assignment().assignedCount(),
        "change_number",
        Integer.toUnsignedString(snapshot.memberChange()),
        "millis",
        Duration.between(changedAt, now).toMillis());
  }

  private long usableCount() {
    return snapshot.caches().stream().filter(RouterSnapshot.Cache::usable).count();
  }
}
