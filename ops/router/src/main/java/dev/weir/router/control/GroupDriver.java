package dev.weir.router.control;

import dev.weir.node.control.GroupMachine;
import dev.weir.node.control.Labels;
import dev.weir.node.telemetry.EventLog;
import dev.weir.router.packet.RedirectService;
import dev.weir.router.packet.ServiceRules;
import dev.weir.router.packet.ServiceRules.Delivery;
import dev.weir.router.show.Greeting;
import dev.weir.router.telemetry.RouterEvent;
import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.Transport;
import dev.weir.wccp.router.RouterEffect;
import dev.weir.wccp.router.RouterEffect.IgnoredReason;
import dev.weir.wccp.router.RouterEffect.Send;
import dev.weir.wccp.router.RouterMachine;
import dev.weir.wccp.router.RouterSnapshot;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Drives the machine of one service group: logs what it tells, publishes its table and its state.
///
/// Belongs to the control thread, but for [#snapshot] and [#deniedToGroup], which any thread may
/// read.
public final class GroupDriver implements GroupMachine {
  private final RouterMachine group;
  private final EventLog events;
  private final RouterJournal journal;
  private final RedirectBoard board;
  private final ServiceRules rules;
  private final AtomicLong deniedToGroup = new AtomicLong();
  private volatile RouterSnapshot snapshot;
  private Optional<Component.Service> description;
  private Instant changedAt;

  /// A driver that begins now. The board is given its service whenever packets may move.
  public GroupDriver(
      RouterMachine group,
      ServiceRules rules,
      EventLog events,
      RouterJournal journal,
      RedirectBoard board,
      Instant now) {
    this.group = group;
    this.rules = rules;
    this.events = events;
    this.journal = journal;
    this.board = board;
    this.snapshot = group.snapshot();
    this.description = description(snapshot);
    this.changedAt = now;
  }

  /// The group's state after the last event.
  public RouterSnapshot snapshot() {
    return snapshot;
  }

  /// How many messages the group-list has refused.
  public long deniedToGroup() {
    return deniedToGroup.get();
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

  @Override
  public List<Outgoing> received(Message message, InetAddress from, InetAddress to, Instant now) {
    Greeting.of(message, from, snapshot)
        .ifPresent(greeting -> journal.greeted(serves(), greeting, from));
    return on(new dev.weir.wccp.router.RouterEvent.Received(message, from, to), now);
  }

  /// Does what an operator wants to go wrong.
  List<Outgoing> misbehave(dev.weir.wccp.router.RouterEvent.Fault.Kind kind, Instant now) {
    return on(new dev.weir.wccp.router.RouterEvent.Fault(kind), now);
  }

  private List<Outgoing> on(dev.weir.wccp.router.RouterEvent event, Instant now) {
    List<RouterEffect> effects = group.on(event, now);
    snapshot = group.snapshot();
    journal.did(effects, snapshot, snapshot.routers().size());
    boolean described = learnt();
    if (described || effects.stream().anyMatch(GroupDriver::movesTraffic)) {
      board.put(service());
    }
    var outgoing = new ArrayList<Outgoing>(effects.size());
    for (RouterEffect effect : effects) {
      switch (effect) {
        case Send(Message message, InetAddress to) -> outgoing.add(new Outgoing(message, to));
        case RouterEffect.CacheUsable it -> usable(it, now);
        case RouterEffect.CacheLost it -> lost(it, now);
        case RouterEffect.Installed it -> installed(it, now);
        case RouterEffect.Flushed it ->
            events.record(RouterEvent.ASSIGNMENT_FLUSHED, "service", name(), "key", key(it.key()));
        case RouterEffect.Ignored it -> ignored(it, now);
        case RouterEffect.RoutersReported _,
            RouterEffect.Described _,
            RouterEffect.Undescribed _ -> {}
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

  /// A standard service is known by itself, a dynamic one as long as a cache is there (§3.2).
  private static Optional<Component.Service> description(RouterSnapshot snapshot) {
    Component.Service service = snapshot.service();
    boolean described =
        !snapshot.caches().isEmpty() && !service.equals(service.group().standardService());
    return service.group().type() == ServiceGroup.Type.STANDARD || described
        ? Optional.of(service)
        : Optional.empty();
  }

  /// Whether what is known of the service's packets has changed.
  private boolean learnt() {
    Optional<Component.Service> before = description;
    description = description(snapshot);
    if (description.equals(before)) {
      return false;
    }
    events.record(
        RouterEvent.SERVICE_DESCRIBED,
        "service",
        name(),
        "protocol",
        description.map(it -> Integer.toString(it.protocol())).orElse("none"),
        "ports",
        description.map(it -> it.ports().toString()).orElse("none"),
        "priority",
        description.map(it -> Integer.toString(it.priority())).orElse("none"));
    return true;
  }

  private RedirectService service() {
    List<Inet4Address> caches =
        snapshot.caches().stream()
            .filter(RouterSnapshot.Cache::usable)
            .flatMap(cache -> ipv4(cache.address()).stream())
            .toList();
    Optional<Assignment> assignment =
        snapshot.tableInForce() ? Optional.of(snapshot.assignment()) : Optional.empty();
    ServiceRules now =
        snapshot.forwarding() == Transport.L2 ? rules.delivering(Delivery.LINK) : rules;
    return description
        .map(it -> RedirectService.described(now, it, assignment, caches))
        .orElseGet(() -> RedirectService.undescribed(rules));
  }

  private void ignored(RouterEffect.Ignored it, Instant now) {
    if (it.reason() == IgnoredReason.DENIED_TO_GROUP) {
      deniedToGroup.incrementAndGet();
    }
    journal.ignored(it.reason(), it.from(), now);
  }

  private String name() {
    return rules.group().displayName();
  }

  /// Packets are redirected over IPv4 only.
  private static Optional<Inet4Address> ipv4(InetAddress address) {
    return address instanceof Inet4Address ipv4 ? Optional.of(ipv4) : Optional.empty();
  }

  private void usable(RouterEffect.CacheUsable it, Instant now) {
    changedAt = now;
    events.record(
        RouterEvent.CACHE_USABLE,
        "service",
        name(),
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
        "service",
        name(),
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
        "service",
        name(),
        "key",
        key(it.key()),
        "designated",
        it.key().map(key -> key.designated().getHostAddress()).orElse("none"),
        "assigned",
        it.assignment().assignedCount(),
        "change_number",
        Integer.toUnsignedString(snapshot.memberChange()),
        "millis",
        Duration.between(changedAt, now).toMillis());
  }

  private static String key(Optional<AssignmentKey> key) {
    return key.map(AssignmentKey::toString).orElse("none");
  }

  private long usableCount() {
    return snapshot.caches().stream().filter(RouterSnapshot.Cache::usable).count();
  }
}
