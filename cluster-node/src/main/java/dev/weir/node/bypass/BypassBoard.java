package dev.weir.node.bypass;

import dev.weir.gre.bypass.BypassTable;
import dev.weir.node.config.bypass.BypassConfig;
import dev.weir.node.grid.GridState;
import dev.weir.node.grid.GridView;
import dev.weir.node.grid.SharedRule;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.RateLimit;
import dev.weir.node.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The rules in force: takes them from operators and from what is learnt, lets them expire, has
/// names resolved every [#REFRESH_SECONDS], and tells the packet path of each change: of what is
/// learnt ten times a second at the most, however much an attacker teaches.
///
/// For use by any thread, but for [#follow], which is the grid thread's; nothing waits for anybody.
public final class BypassBoard implements RuleChanges, AutoCloseable {
  /// How often names are resolved.
  public static final int REFRESH_SECONDS = 60;

  private static final int LOOK_SECONDS = 1;
  private static final Duration TELL_GAP = Duration.ofMillis(100);
  private static final Duration EVENT_GAP = Duration.ofSeconds(1);
  private static final long SECOND_MAX = 1L << 36; // the year 4147: what a peer says is bounded

  private final BypassRules rules;
  private final BiConsumer<String, Consumer<Optional<List<InetAddress>>>> names;
  private final Consumer<BypassTable> packetPath;
  private final EventLog events;
  private final InstantSource clock;
  private final Duration learntMax;
  private final RateLimit learntGap = new RateLimit(EVENT_GAP);
  private final Map<LessonCause, Counter> lessons = new EnumMap<>(LessonCause.class);
  private final Map<String, SharedRule> shared = new HashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("bypass").daemon(true).factory());
  private long toldNs = System.nanoTime() - TELL_GAP.toNanos();
  private boolean tellDue;

  /// A board with the rules of the configuration.
  ///
  /// @param names asks for a name's addresses; told none when no name server has answered
  /// @param packetPath is told the whole table at each change
  public BypassBoard(
      BypassConfig config,
      BiConsumer<String, Consumer<Optional<List<InetAddress>>>> names,
      Consumer<BypassTable> packetPath,
      EventLog events,
      InstantSource clock) {
    this.rules = new BypassRules(config);
    this.learntMax = config.dynamic().lasts();
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

  /// Puts the rules of another configuration in the place of those of the one before.
  public void configure(BypassConfig config) {
    synchronized (rules) {
      rules.configure(config);
      publish();
    }
    thread.execute(this::refresh);
  }

  /// Registers what is counted here.
  public void measure(Telemetry telemetry) {
    gauge(telemetry, "client", Target.Client.class::isInstance);
    gauge(telemetry, "origin", Target.Origin.class::isInstance);
    gauge(telemetry, "host", Target.Host.class::isInstance);
    gauge(telemetry, "port", Target.Port.class::isInstance);
    gauge(
        telemetry, "address-port", it -> it instanceof Target.Single || it instanceof Target.Pair);
    for (LessonCause cause : LessonCause.values()) {
      lessons.put(cause, telemetry.counter(NodeMetric.BYPASS_LESSONS, cause.label()));
      telemetry.gauge(
          NodeMetric.BYPASS_LEARNED,
          () -> all().stream().map(BypassRule::cause).filter(Optional.of(cause)::equals).count(),
          cause.label());
    }
  }

  /// Puts in force what was learnt here. The event is said once a second at the most.
  public void learn(Lesson lesson) {
    learn(lesson.rule(), Optional.of(lesson.client()));
    Counter counter = lessons.get(lesson.cause());
    if (counter != null) {
      counter.increment();
    }
    var suppressed = learntGap.admit(clock.instant());
    if (suppressed.isPresent()) {
      events.record(
          NodeEvent.BYPASS_LEARNED,
          "target",
          lesson.target().text(),
          "cause",
          lesson.cause().label(),
          "until",
          lesson.until(),
          "client",
          lesson.client().getHostAddress(),
          "suppressed",
          suppressed.getAsLong());
    }
  }

  private void learn(BypassRule rule, Optional<Inet4Address> client) {
    synchronized (rules) {
      rules.learn(rule, client);
      long waited = System.nanoTime() - toldNs;
      if (waited >= TELL_GAP.toNanos()) {
        publish();
      } else if (!tellDue) {
        tellDue = true;
        later(TELL_GAP.toNanos() - waited);
      }
    }
  }

  private void later(long delayNs) {
    try {
      thread.schedule(this::publishDue, delayNs, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // Closed: nobody is to be told any more.
    }
  }

  @Override
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
        rule.target().text(),
        "until",
        rule.until().map(Instant::toString).orElse("removed"),
        "because",
        rule.because());
    if (rule.target() instanceof Target.Host(String name)) {
      names.accept(name, found -> resolved(name, found));
    }
    return true;
  }

  @Override
  public Removal remove(Target target) {
    synchronized (rules) {
      if (rules.remove(target).isEmpty()) {
        return rules.isConfigured(target) ? Removal.CONFIGURED : Removal.UNKNOWN;
      }
      publish();
    }
    events.record(NodeEvent.BYPASS_REMOVED, "target", target.text());
    return Removal.REMOVED;
  }

  /// Takes over what other members have added and removed since the last view. A grid that is not
  /// joined changes nothing: the rules stay as they are.
  public void follow(GridView view) {
    if (view.state() != GridState.JOINED) {
      return;
    }
    var gone = new HashSet<>(shared.keySet());
    for (SharedRule rule : view.rules()) {
      gone.remove(rule.target());
      if (!rule.equals(shared.put(rule.target(), rule))) {
        Target.parse(rule.target()).ifPresent(target -> adopt(target, rule));
      }
    }
    for (String target : gone) {
      SharedRule rule = shared.remove(target);
      boolean ends = rule != null && rule.untilSecond() > 0 && isOver(rule, EVENT_GAP);
      if (!ends) {
        Target.parse(target).ifPresent(this::remove);
      }
    }
  }

  /// A rule that is over leaves the grid, too; a little before or after it leaves us.
  private boolean isOver(SharedRule rule, Duration about) {
    return Instant.ofEpochSecond(Math.min(rule.untilSecond(), SECOND_MAX))
        .minus(about)
        .isBefore(clock.instant());
  }

  private void adopt(Target target, SharedRule rule) {
    Optional<Instant> until =
        rule.untilSecond() == 0
            ? Optional.empty()
            : Optional.of(Instant.ofEpochSecond(Math.min(rule.untilSecond(), SECOND_MAX)));
    boolean over = until.filter(it -> !it.isAfter(clock.instant())).isPresent();
    boolean known = all().stream().anyMatch(it -> !it.configured() && it.target().equals(target));
    if (over || known) {
      return;
    }
    if (LessonCause.of(rule.because()).isPresent() && until.isPresent()) {
      Instant latest = clock.instant().plus(learntMax);
      Instant ends = until.get().isAfter(latest) ? latest : until.get();
      learn(new BypassRule(target, Optional.of(ends), rule.because(), false), Optional.empty());
    } else {
      add(new BypassRule(target, until, rule.because(), false));
    }
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
      boolean forgotten = rules.forget(clock.instant());
      over = rules.expire(clock.instant());
      if (over.isEmpty() && !forgotten) {
        return;
      }
      publish();
    }
    for (BypassRule rule : over) {
      events.record(
          NodeEvent.BYPASS_EXPIRED, "target", rule.target().text(), "because", rule.because());
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

  /// What was due may have been told meanwhile, with a change of another kind.
  private void publishDue() {
    synchronized (rules) {
      if (tellDue) {
        publish();
      }
    }
  }

  private void publish() {
    synchronized (rules) {
      toldNs = System.nanoTime();
      tellDue = false;
      packetPath.accept(rules.table());
    }
  }

  private void gauge(Telemetry telemetry, String kind, Predicate<Target> counted) {
    telemetry.gauge(
        NodeMetric.BYPASS_RULES,
        () ->
            all().stream()
                .filter(rule -> rule.cause().isEmpty())
                .map(BypassRule::target)
                .filter(counted)
                .count(),
        kind);
  }
}
