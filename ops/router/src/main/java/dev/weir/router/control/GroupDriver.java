package dev.weir.router.control;

import dev.weir.node.control.GroupMachine;
import dev.weir.node.control.Labels;
import dev.weir.node.telemetry.EventLog;
import dev.weir.router.packet.RedirectTable;
import dev.weir.router.telemetry.RouterEvent;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.router.RouterEffect;
import dev.weir.wccp.router.RouterEffect.Send;
import dev.weir.wccp.router.RouterGroup;
import dev.weir.wccp.router.RouterSnapshot;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Drives the machine of one service group: logs what it tells, publishes its table and its state.
///
/// Belongs to the control thread, but for [#snapshot], which any thread may read.
public final class GroupDriver implements GroupMachine {
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

  @Override
  public ServiceGroup serves() {
    return snapshot.service().group();
  }

  @Override
  public Instant nextDeadline() {
    return group.nextDeadline();
  }

  @Override
  public List<Outgoing> deadlinePassed(Instant now) {
    return on(new dev.weir.wccp.router.RouterEvent.DeadlinePassed(), now);
  }

  /// The port is bound to the router's id, so that is where the message was sent to.
  @Override
  public List<Outgoing> received(Message message, InetAddress from, Instant now) {
    return on(
        new dev.weir.wccp.router.RouterEvent.Received(message, from, snapshot.routerId()), now);
  }

  private List<Outgoing> on(dev.weir.wccp.router.RouterEvent event, Instant now) {
    List<RouterEffect> effects = group.on(event, now);
    snapshot = group.snapshot();
    if (effects.stream().anyMatch(GroupDriver::movesTraffic)) {
      packetPath.accept(table(snapshot));
    }
    var outgoing = new ArrayList<Outgoing>(effects.size());
    for (RouterEffect effect : effects) {
      switch (effect) {
        case Send(Message message, InetAddress to) -> outgoing.add(new Outgoing(message, to));
        case RouterEffect.CacheUsable it -> usable(it, now);
        case RouterEffect.CacheLost it -> lost(it, now);
        case RouterEffect.Installed it -> installed(it, now);
        case RouterEffect.Flushed it ->
            events.record(RouterEvent.ASSIGNMENT_FLUSHED, "key", it.key());
        case RouterEffect.Ignored it -> journal.ignored(it.reason(), it.from(), now);
        case RouterEffect.RoutersReported _ -> {}
        case RouterEffect.Described _, RouterEffect.Undescribed _ -> {}
      }
    }
    return outgoing;
  }

  private static boolean movesTraffic(RouterEffect effect) {
    return switch (effect) {
      case Send _, RouterEffect.Ignored _, RouterEffect.RoutersReported _ -> false;
      case RouterEffect.CacheUsable _,
          RouterEffect.CacheLost _,
          RouterEffect.Described _,
          RouterEffect.Undescribed _,
          RouterEffect.Installed _,
          RouterEffect.Flushed _ ->
          true;
    };
  }

  private static RedirectTable table(RouterSnapshot snapshot) {
    List<Inet4Address> caches =
        snapshot.caches().stream()
            .filter(RouterSnapshot.Cache::usable)
            .flatMap(cache -> ipv4(cache.address()).stream())
            .toList();
    return snapshot.key().isPresent()
        ? RedirectTable.assigned(
            snapshot.assignment().owners().stream()
                .map(owner -> owner.flatMap(GroupDriver::ipv4))
                .toList(),
            caches)
        : RedirectTable.withoutAssignment(caches);
  }

  /// Packets are redirected over IPv4 only.
  private static Optional<Inet4Address> ipv4(InetAddress address) {
    return address instanceof Inet4Address ipv4 ? Optional.of(ipv4) : Optional.empty();
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
