package dev.weir.node.control;

import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.cache.CacheEffect;
import dev.weir.wccp.cache.CacheEvent;
import dev.weir.wccp.cache.CacheMachine;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ServiceGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Drives this node's membership in one service group: logs what the machine tells, and publishes
/// its state.
///
/// Belongs to the control thread, but for [#snapshot] and [#hasLeft], which any thread may use.
public final class Membership implements GroupMachine {
  private final CacheMachine group;
  private final EventLog events;
  private final NodeJournal journal;
  private final ChangeNumbers numbers;
  private final Consumer<CacheSnapshot> onChange;
  private final Announcement announcement;
  private final CountDownLatch left = new CountDownLatch(1);
  private volatile CacheSnapshot snapshot;
  private volatile boolean able;
  private volatile boolean drained;
  private volatile boolean absent = true;

  /// What this node is to a group: its address, its claim to buckets, 0–65535, and how it goes:
  /// when it is `quiet`, but no later than `drain` after others have begun to take its share.
  public record Self(InetAddress address, int weight, BooleanSupplier quiet, Duration drain) {}

  /// A membership that has not joined yet, and does when [#allow] is told. `onChange` is told, by
  /// the control thread, whenever a router, the designated cache or the table in force has changed.
  public Membership(
      Self self,
      CacheMachine group,
      EventLog events,
      NodeJournal journal,
      ChangeNumbers numbers,
      Consumer<CacheSnapshot> onChange) {
    this.announcement =
        new Announcement(
            self.address(), self.weight(), new Announcement.Parting(self.quiet(), self.drain()));
    this.group = group;
    this.events = events;
    this.journal = journal;
    this.numbers = numbers;
    this.onChange = onChange;
    this.snapshot = group.snapshot();
  }

  /// The group's state after the last event.
  public CacheSnapshot snapshot() {
    return snapshot;
  }

  /// Opens when every router knows that we have left for good.
  public CountDownLatch hasLeft() {
    return left;
  }

  /// Whether this node may be announced with its weight; any thread may tell. [#look] acts on it.
  public void allow(boolean now) {
    able = now;
  }

  /// Whether this node shall have nothing to do; any thread may tell. [#look] acts on it.
  public void drain(boolean now) {
    drained = now;
  }

  /// Whether no router counts on this node.
  public boolean absent() {
    return absent;
  }

  /// Announces this node, or hands its buckets back, as it was last allowed.
  public List<Outgoing> look(Instant now) {
    return on(new CacheEvent.DeadlinePassed(), now);
  }

  /// Tells every router that this node leaves for good.
  public List<Outgoing> leave(Instant now) {
    announcement.end();
    return look(now);
  }

  /// Tells which caches are members of our cluster.
  public List<Outgoing> admit(Set<? extends InetAddress> members, Instant now) {
    return on(new CacheEvent.Members(Set.copyOf(members)), now);
  }

  /// Tells which caches are known to be dead, whatever routers still list.
  public List<Outgoing> condemn(Set<? extends InetAddress> dead, Instant now) {
    return on(new CacheEvent.Dead(Set.copyOf(dead)), now);
  }

  /// Has the routers show the table that others go by already.
  public List<Outgoing> catchUp(Instant now) {
    return on(new CacheEvent.Behind(), now);
  }

  /// Tells the table that this group's shall be like.
  public List<Outgoing> mirror(Assignment table, Instant now) {
    return on(new CacheEvent.Mirror(table), now);
  }

  @Override
  public ServiceGroup serves() {
    return snapshot.service().group();
  }

  @Override
  public Instant nextDeadline() {
    var own = announcement.nextDeadline();
    var groups = group.nextDeadline();
    return own.isBefore(groups) ? own : groups;
  }

  @Override
  public List<Outgoing> deadlinePassed(Instant now) {
    return on(new CacheEvent.DeadlinePassed(), now);
  }

  @Override
  public List<Outgoing> woke(Instant now) {
    return on(new CacheEvent.Woke(), now);
  }

  @Override
  public List<Outgoing> received(Message message, InetAddress from, InetAddress to, Instant now) {
    return on(new CacheEvent.Received(message, from), now);
  }

  private List<Outgoing> on(CacheEvent event, Instant now) {
    var effects = new ArrayList<>(group.on(event, now));
    announcement.able(able);
    announcement.drain(drained);
    for (CacheEvent next : announcement.next(group.snapshot(), now)) {
      effects.addAll(group.on(next, now));
    }
    snapshot = group.snapshot();
    var outgoing = new ArrayList<Outgoing>(effects.size());
    boolean changed = false;
    for (CacheEffect effect : effects) {
      switch (effect) {
        case CacheEffect.Send(Message message, InetAddress to) ->
            outgoing.add(new Outgoing(message, to));
        case CacheEffect.Ignored it -> journal.ignored(it.reason(), it.from(), now);
        case CacheEffect.Numbered(int number) -> keep(number);
        default -> {
          tell(effect);
          changed = true;
        }
      }
    }
    if (changed) {
      onChange.accept(snapshot);
    }
    absent = announcement.absent();
    if (announcement.over()) {
      left.countDown();
    }
    return outgoing;
  }

  private void keep(int number) {
    try {
      numbers.use(serves(), number);
    } catch (IOException e) {
      events.record(NodeEvent.STATE_UNWRITTEN, "why", String.valueOf(e));
    }
  }

  private void tell(CacheEffect effect) {
    switch (effect) {
      case CacheEffect.Gained(InetAddress router) ->
          record(NodeEvent.ROUTER_GAINED, "router", text(router));
      case CacheEffect.Lost(InetAddress router, CacheEffect.LossCause cause) ->
          record(NodeEvent.ROUTER_LOST, "router", text(router), "cause", Labels.of(cause));
      case CacheEffect.Rejected it ->
          record(
              NodeEvent.ROUTER_INCOMPATIBLE,
              "router",
              text(it.router()),
              "nothing_in_common",
              Labels.of(it.kind()));
      case CacheEffect.Designated(Optional<InetAddress> cache) ->
          record(NodeEvent.DESIGNATED_CHANGED, "cache", cache.map(Membership::text).orElse("none"));
      case CacheEffect.InForce it ->
          record(
              NodeEvent.TABLE_IN_FORCE,
              "key",
              it.key().map(Object::toString).orElse("none"),
              "assigned",
              it.assignment().assignedCount(),
              "caches",
              it.assignment().caches().size());
      case CacheEffect.Unconfirmed it ->
          record(NodeEvent.TABLE_UNCONFIRMED, "key", it.key().map(Object::toString).orElse("none"));
      case CacheEffect.Left() -> {
        announcement.left();
        record(NodeEvent.GROUP_LEFT);
      }
      case CacheEffect.Foreign(var caches) -> foreign(caches);
      case CacheEffect.Send _, CacheEffect.Ignored _, CacheEffect.Numbered _ -> {}
    }
  }

  private void foreign(Collection<InetAddress> caches) {
    String named = caches.stream().map(Membership::text).collect(Collectors.joining(","));
    record(NodeEvent.FOREIGN_CACHES, "caches", named.isEmpty() ? "none" : named);
  }

  /// Each group has routers and a table of its own, so each event names its group.
  private void record(NodeEvent event, Object... fields) {
    var all = new ArrayList<Object>(List.of("service", serves().displayName()));
    all.addAll(List.of(fields));
    events.record(event, all.toArray());
  }

  private static String text(InetAddress address) {
    return address.getHostAddress();
  }
}
