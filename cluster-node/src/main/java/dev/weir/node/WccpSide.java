package dev.weir.node;

import dev.weir.node.admin.Readiness;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.ServiceConfig;
import dev.weir.node.control.ChangeNumbers;
import dev.weir.node.control.ControlLoop;
import dev.weir.node.control.GroupMachine;
import dev.weir.node.control.Membership;
import dev.weir.node.control.MirroredTables;
import dev.weir.node.control.NodeJournal;
import dev.weir.node.control.UdpPort;
import dev.weir.node.control.WccpSettings;
import dev.weir.node.grid.Grid;
import dev.weir.node.grid.PublishedTable;
import dev.weir.node.life.HostException;
import dev.weir.node.routers.Hearing;
import dev.weir.node.routers.RouterMeters;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.Telemetry;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.codec.MessageCodec;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The node as its routers see it: a membership for each service group, and the one thread that
/// speaks for them all.
///
/// `start` and `close` belong to one thread, the rest to any.
final class WccpSide implements AutoCloseable {
  private static final Duration FAREWELL_MAX = Duration.ofSeconds(3);

  /// What the rest of the node has to do with it.
  ///
  /// @param clock the node's monotonic clock
  /// @param follower is told of each change of a group
  /// @param connections how many clients' connections are open
  /// @param fail is told when the thread ends by a fault
  record Surroundings(
      Telemetry telemetry,
      EventLog events,
      Readiness readiness,
      InstantSource clock,
      InstantSource wallClock,
      Consumer<CacheSnapshot> follower,
      IntSupplier connections,
      Consumer<Throwable> fail) {}

  private final NodeConfig config;
  private final Surroundings around;
  private final Grid grid;
  private final RouterPresence presence;
  private final NodeJournal journal;
  private final ChangeNumbers numbers;
  private final Consumer<CacheSnapshot> follower;
  private volatile boolean able;
  private volatile boolean drained;
  private volatile List<Membership> memberships;
  private List<ServiceConfig> services;
  private final ControlLoop control;
  private final Hearing hearing;
  private @Nullable Thread thread;
  private volatile boolean hurried;

  /// A side that does not speak yet.
  WccpSide(NodeConfig config, UdpPort port, Grid grid, Surroundings around) {
    this.config = config;
    this.around = around;
    this.grid = grid;
    this.hearing = new Hearing(around.clock());
    this.presence =
        new RouterPresence(
            config.node().address(),
            around.readiness(),
            config.wccp().hasRouters(),
            new RouterMeters(around.telemetry(), hearing));
    this.journal = new NodeJournal(around.events(), around.telemetry(), hearing);
    this.numbers = OwnershipSide.changeNumbers(config, around.events());
    var mirrored = new MirroredTables(config.replyGroups());
    this.follower = around.follower().andThen(mirrored::follow);
    this.services = config.wccp().hasRouters() ? config.wccp().services() : List.of();
    this.memberships = services.stream().map(it -> membership(config, it)).toList();
    this.control =
        new ControlLoop(
            port, WccpSettings.codec(config.wccp()), memberships, journal, around.clock());
    mirrored.begin(control, memberships);
  }

  void start() {
    thread = Thread.ofPlatform().name("weir-control").start(this::run);
    if (!config.cluster().members().isEmpty()) {
      var members = Set.copyOf(config.cluster().members());
      memberships.forEach(it -> control.post(now -> it.admit(members, now)));
    }
  }

  /// Lets the node be announced, or has it hand its buckets back.
  void allow(boolean open) {
    able = open;
    for (Membership membership : memberships) {
      membership.allow(open);
      control.post(membership::look);
    }
  }

  /// Has the routers given everything that is this node's to others, or lets it be given again.
  void drain(boolean now) {
    drained = now;
    for (Membership membership : memberships) {
      membership.drain(now);
      control.post(membership::look);
    }
  }

  /// Joins the groups that another configuration has and leaves those that it has not; in the
  /// others nothing happens. Returns when they are left, which takes as long as it does when the
  /// node ends.
  ///
  /// @param taken is told whose packets are to be taken: more at once, fewer when groups are left
  void serve(NodeConfig next, Consumer<List<ServiceConfig>> taken) throws HostException {
    List<ServiceConfig> wanted = next.wccp().hasRouters() ? next.wccp().services() : List.of();
    var groups = wanted.stream().map(ServiceConfig::group).collect(Collectors.toSet());
    List<Membership> gone =
        memberships.stream().filter(it -> !groups.contains(it.serves())).toList();
    List<ServiceConfig> come =
        wanted.stream()
            .filter(it -> memberships.stream().noneMatch(in -> in.serves().equals(it.group())))
            .toList();
    var meanwhile = new ArrayList<>(services);
    meanwhile.addAll(come);
    services = wanted;
    taken.accept(meanwhile);
    for (ServiceConfig service : come) {
      control.post(now -> join(next, service, WccpSettings.codec(next.wccp(), meanwhile), now));
    }
    gone.forEach(membership -> control.post(membership::leave));
    for (Membership membership : gone) {
      awaitLeft(membership, deadline());
      control.post(_ -> part(membership, WccpSettings.codec(next.wccp(), wanted)));
    }
    taken.accept(wanted);
  }

  private List<GroupMachine.Outgoing> join(
      NodeConfig next, ServiceConfig service, MessageCodec codec, Instant now) {
    Membership membership = membership(next, service);
    membership.allow(able);
    membership.drain(drained);
    control.add(membership, codec);
    memberships = Stream.concat(memberships.stream(), Stream.of(membership)).toList();
    var sent = new ArrayList<GroupMachine.Outgoing>();
    if (!config.cluster().members().isEmpty()) {
      sent.addAll(membership.admit(Set.copyOf(config.cluster().members()), now));
    }
    sent.addAll(membership.look(now));
    return sent;
  }

  private List<GroupMachine.Outgoing> part(Membership membership, MessageCodec codec) {
    control.remove(membership.serves(), codec);
    memberships = memberships.stream().filter(it -> it != membership).toList();
    presence.end(membership.serves());
    return List.of();
  }

  /// Whether no router counts on this node.
  boolean absent() {
    return memberships.stream().allMatch(Membership::absent);
  }

  /// Something is broken: nobody is waited for when the node stops.
  void hurry() {
    hurried = true;
  }

  /// These nodes are dead, whatever routers still list. False when it could not be told now.
  boolean condemn(Set<Inet4Address> dead) {
    boolean told = true;
    for (Membership membership : memberships) {
      told &= control.post(now -> membership.condemn(dead, now));
    }
    return told;
  }

  /// Other nodes go by a table that decides who owns a URL, and that this one has not seen.
  void catchUp() {
    for (Membership membership : memberships) {
      if (membership.serves().equals(config.ownership().group())) {
        control.post(membership::catchUp);
      }
    }
  }

  /// How each group stands.
  List<CacheSnapshot> snapshots() {
    return memberships.stream().map(Membership::snapshot).toList();
  }

  /// For how long a router has said nothing; empty before its first word.
  Optional<Duration> silence(InetAddress router) {
    return hearing.silence(router);
  }

  /// The table that decides who owns a URL.
  CacheSnapshot ownership() {
    return memberships.stream()
        .filter(it -> it.serves().equals(config.ownership().group()))
        .findFirst()
        .map(Membership::snapshot)
        .orElseGet(() -> CacheSnapshot.alone(config.ownership().group().standardService()));
  }

  /// The routers stop sending before anything is taken down.
  @Override
  public void close() throws HostException {
    try {
      leave();
    } finally {
      control.stop();
      join();
    }
  }

  private void run() {
    try {
      control.run();
    } catch (IOException | RuntimeException | Error e) {
      around.fail().accept(e);
    }
  }

  private Membership membership(NodeConfig by, ServiceConfig service) {
    var numbering =
        numbers.numbering(
            service.group(), around.wallClock().instant(), ThreadLocalRandom.current());
    var group = WccpSettings.machine(by, service, numbering, around.clock().instant());
    presence.begin(group.snapshot(), around.telemetry());
    return new Membership(
        new Membership.Self(
            config.node().address(),
            config.wccp().weight(),
            () -> hurried || around.connections().getAsInt() == 0,
            config.cluster().changes().drain()),
        group,
        around.events(),
        journal,
        numbers,
        snapshot -> {
          follower.accept(snapshot);
          presence.follow(snapshot);
          publish(snapshot);
        });
  }

  /// The designated cache tells the grid what the routers redirect by.
  private void publish(CacheSnapshot snapshot) {
    var group = snapshot.service().group();
    if (group.equals(config.ownership().group()) && presence.designated(group)) {
      PublishedTable.of(snapshot.key(), snapshot.assignment(), config.node().address())
          .ifPresent(grid::publish);
    }
  }

  private void leave() throws HostException {
    if (!absent()) {
      around.events().record(NodeEvent.DRAIN_BEGUN, "connections", around.connections().getAsInt());
    }
    memberships.forEach(membership -> control.post(membership::leave));
    long deadline = deadline();
    for (Membership membership : memberships) {
      awaitLeft(membership, deadline);
    }
    around.events().record(NodeEvent.DRAINED, "connections", around.connections().getAsInt());
  }

  private long deadline() {
    var drain = hurried ? Duration.ZERO : config.cluster().changes().drain();
    return System.nanoTime() + FAREWELL_MAX.plus(drain).toNanos();
  }

  private static void awaitLeft(Membership membership, long deadlineNs) throws HostException {
    try {
      membership.hasLeft().await(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostException("Interrupted while leaving", e);
    }
  }

  private void join() throws HostException {
    Thread started = thread;
    if (started == null) {
      return;
    }
    try {
      started.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostException("Interrupted while stopping " + started.getName(), e);
    }
  }
}
