package dev.weir.node.bypass;

import dev.weir.gre.bypass.BypassTable;
import dev.weir.node.config.ProxyConfig;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.Telemetry;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The rules in force: takes them from operators, lets them expire, has names resolved every
/// [#REFRESH_SECONDS], and tells the packet path of each change.
///
/// For use by any thread; nothing here waits for anybody.
public final class BypassBoard implements AutoCloseable {
  /// How often names are resolved.
  public static final int REFRESH_SECONDS = 60;

  private static final int LOOK_SECONDS = 1;

  /// What came of an attempt to remove a rule.
  public enum Removal {
    /// It is gone.
    REMOVED,
    /// There was none.
    UNKNOWN,
    /// It is written in the configuration.
    CONFIGURED
  }

  private final BypassRules rules;
  private final BiConsumer<String, Consumer<Optional<List<InetAddress>>>> names;
  private final Consumer<BypassTable> packetPath;
  private final EventLog events;
  private final InstantSource clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("bypass").daemon(true).factory());

  /// A board with the rules of the configuration.
  ///
  /// @param names asks for a name's addresses; told none when no name server has answered
  /// @param packetPath is told the whole table at each change
  public BypassBoard(
      ProxyConfig.Bypass config,
      BiConsumer<String, Consumer<Optional<List<InetAddress>>>> names,
      Consumer<BypassTable> packetPath,
      EventLog events,
      InstantSource clock) {
    this.rules = new BypassRules(config);
    this.names = names;
    this.packetPath = packetPath;
    this.events = events;
    this.clock = clock;
  }

  /// Puts the configured rules in force, and begins to keep the time.
  public void start() {
    publish();
    thread.scheduleWithFixedDelay(this::expire, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    thread.scheduleWithFixedDelay(this::refresh, 0, REFRESH_SECONDS, TimeUnit.SECONDS);
  }

  /// Registers what is counted here.
  public void measure(Telemetry telemetry) {
    gauge(telemetry, "client", Target.Client.class::isInstance);
    gauge(telemetry, "origin", Target.Origin.class::isInstance);
    gauge(telemetry, "host", Target.Host.class::isInstance);
    gauge(telemetry, "port", Target.Port.class::isInstance);
  }

  /// Adds a rule, or replaces the one with its target. False when there are too many.
  public boolean add(BypassRule rule) {
    synchronized (rules) {
      if (!rules.add(rule)) {
        return false;
      }
      publish();
    }
    events.record(
        NodeEvent.BYPASS_ADDED,
        "target",
        text(rule.target()),
        "until",
        rule.until().map(Instant::toString).orElse("removed"),
        "because",
        rule.because());
    if (rule.target() instanceof Target.Host(String name)) {
      names.accept(name, found -> resolved(name, found));
    }
    return true;
  }

  /// Removes a rule that was added.
  public Removal remove(Target target) {
    synchronized (rules) {
      if (rules.remove(target).isEmpty()) {
        return rules.isConfigured(target) ? Removal.CONFIGURED : Removal.UNKNOWN;
      }
      publish();
    }
    events.record(NodeEvent.BYPASS_REMOVED, "target", text(target));
    return Removal.REMOVED;
  }

  /// Every rule in force.
  public List<BypassRule> all() {
    synchronized (rules) {
      return rules.all();
    }
  }

  /// The addresses that a name was last found to have.
  public Set<Inet4Address> addressesOf(String name) {
    synchronized (rules) {
      return rules.addressesOf(name);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  /// Lets go of the rules whose time is over.
  void expire() {
    List<BypassRule> over;
    synchronized (rules) {
      over = rules.expire(clock.instant());
      if (over.isEmpty()) {
        return;
      }
      publish();
    }
    for (BypassRule rule : over) {
      events.record(
          NodeEvent.BYPASS_EXPIRED, "target", text(rule.target()), "because", rule.because());
    }
  }

  /// Asks for the addresses of every name.
  void refresh() {
    Set<String> asked;
    synchronized (rules) {
      asked = rules.names();
    }
    for (String name : asked) {
      names.accept(name, found -> resolved(name, found));
    }
  }

  /// A name that nobody answers for keeps its addresses.
  private void resolved(String name, Optional<List<InetAddress>> found) {
    synchronized (rules) {
      if (found.isPresent() && rules.resolved(name, found.get())) {
        publish();
      }
    }
  }

  private void publish() {
    synchronized (rules) {
      packetPath.accept(rules.table());
    }
  }

  private void gauge(Telemetry telemetry, String kind, Predicate<Target> counted) {
    telemetry.gauge(
        NodeMetric.BYPASS_RULES,
        () -> all().stream().map(BypassRule::target).filter(counted).count(),
        kind);
  }

  private static String text(Target target) {
    return target.side() + " " + target.what();
  }
}
