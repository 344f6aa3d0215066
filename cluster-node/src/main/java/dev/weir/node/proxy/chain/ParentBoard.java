package dev.weir.node.proxy.chain;

import dev.weir.node.proxy.chain.ParentHealth.Effect;
import dev.weir.node.proxy.chain.ParentHealth.Event;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.telemetry.ChainMetric;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.RateLimit;
import dev.weir.node.telemetry.Telemetry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// What is known of the parents: where each is, and whether it lives. For any thread.
public final class ParentBoard {
  private static final Duration EVENT_GAP = Duration.ofSeconds(10);

  /// A parent as `weir show parents` prints it.
  public record Row(
      String name,
      String where,
      String address,
      boolean up,
      int failures,
      int weight,
      boolean login,
      long asked,
      long failed,
      String lastFailure) {}

  /// What is known of one parent.
  private static final class Known {
    final Parent parent;
    final ParentHealth health;
    final RateLimit loginGap = new RateLimit(EVENT_GAP);
    Optional<InetSocketAddress> address;
    long asked;
    long failed;
    String lastFailure = "";

    Known(Parent parent, ParentHealth health) {
      this.parent = parent;
      this.health = health;
      this.address =
          parent.where().literal().map(it -> new InetSocketAddress(it, parent.where().port()));
    }
  }

  private final Supplier<ChainPolicy> policy;
  private final Telemetry telemetry;
  private final EventLog events;
  private final InstantSource clock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();

  /// A board of the parents that the policy has at any time.
  ///
  /// @param clock which never steps
  public ParentBoard(
      Supplier<ChainPolicy> policy, Telemetry telemetry, EventLog events, InstantSource clock) {
    this.policy = policy;
    this.telemetry = telemetry;
    this.events = events;
    this.clock = clock;
  }

  /// The policy of this moment.
  public ChainPolicy policy() {
    return policy.get();
  }

  /// Whom a request is asked of that a rule decides, best first; nobody while no parent lives and
  /// the rule has no fallback.
  List<Way> ways(ChainRule rule, String url) {
    if (rule.parents().isEmpty()) {
      return List.of(Way.DIRECT);
    }
    ChainPolicy present = policy.get();
    List<Parent> alive =
        rule.parents().stream()
            .flatMap(name -> present.parent(name).stream())
            .filter(parent -> address(parent).isPresent())
            .toList();
    int turn = turns.computeIfAbsent(rule.name(), _ -> new AtomicInteger()).getAndIncrement();
    var ways = new ArrayList<Way>();
    for (Parent parent : rule.choice().order(alive, turn, url)) {
      address(parent).ifPresent(it -> ways.add(new Way.Through(parent, it)));
    }
    if (rule.fallsBack()) {
      ways.add(Way.DIRECT);
    }
    return List.copyOf(ways);
  }

  /// Where a living parent is.
  private Optional<InetSocketAddress> address(Parent parent) {
    Known it = of(parent);
    synchronized (it) {
      return it.health.isUp() ? it.address : Optional.empty();
    }
  }

  /// Where a parent is, dead or alive; empty while its name is not resolved.
  Optional<InetSocketAddress> whereIs(Parent parent) {
    Known it = of(parent);
    synchronized (it) {
      return it.address;
    }
  }

  /// Its name was resolved.
  void found(Parent parent, InetSocketAddress address) {
    Known it = of(parent);
    synchronized (it) {
      it.address = Optional.of(address);
    }
  }

  /// It has answered a request.
  void answered(Parent parent) {
    on(parent, Event.ANSWERED, "");
    telemetry.counter(ChainMetric.PARENT_REQUESTS, parent.name(), "ok").increment();
  }

  /// It wants other credentials, or some.
  void refusedLogin(Parent parent) {
    on(parent, Event.ANSWERED, "");
    Known it = of(parent);
    synchronized (it) {
      it.failed++;
      it.lastFailure = OriginFailure.PARENT_LOGIN.label();
    }
    telemetry.counter(ChainMetric.PARENT_REQUESTS, parent.name(), "login").increment();
    it.loginGap
        .admit(clock.instant())
        .ifPresent(suppressed ->
            events.record(
                NodeEvent.PARENT_LOGIN_REFUSED,
                "parent",
                parent.name(),
                "address",
                parent.where().canonical(),
                "suppressed",
                suppressed));
  }

  /// It gave no whole answer. Only what tells of the parent itself counts against it.
  void failed(Parent parent, OriginFailure failure) {
    Known it = of(parent);
    synchronized (it) {
      it.failed++;
      it.lastFailure = failure.label();
    }
    telemetry.counter(ChainMetric.PARENT_REQUESTS, parent.name(), failure.label()).increment();
    if (failure.isOfParent()) {
      on(parent, Event.FAILED, failure.label());
    }
  }

  /// A request is asked of it.
  void asked(Parent parent) {
    Known it = of(parent);
    synchronized (it) {
      it.asked++;
    }
  }

  /// A question of our own was answered, or not, for this reason.
  void told(Parent parent, boolean answered, String why) {
    on(parent, answered ? Event.ANSWERED : Event.FAILED, why);
  }

  /// A request went this way: direct, parent, fallback or none.
  void went(String way) {
    telemetry.counter(ChainMetric.CHAIN_REQUESTS, way).increment();
  }

  /// The parents that are to be asked now whether they live. Whoever is no parent any more is
  /// forgotten.
  List<Parent> due() {
    List<Parent> parents = policy.get().parents();
    known.values().removeIf(it -> !parents.contains(it.parent));
    return parents.stream()
        .filter(parent -> on(parent, Event.DEADLINE_PASSED, "").contains(Effect.ASK))
        .toList();
  }

  /// All of them.
  public List<Row> rows() {
    return policy.get().parents().stream().map(this::row).toList();
  }

  private Row row(Parent parent) {
    Known it = of(parent);
    synchronized (it) {
      return new Row(
          parent.name(),
          parent.where().host() + ":" + parent.where().port(),
          it.address.map(at -> at.getAddress().getHostAddress()).orElse(""),
          it.health.isUp() && it.address.isPresent(),
          it.health.failures(),
          parent.weight(),
          parent.login().isPresent(),
          it.asked,
          it.failed,
          it.lastFailure);
    }
  }

  private List<Effect> on(Parent parent, Event event, String why) {
    Known it = of(parent);
    List<Effect> effects;
    synchronized (it) {
      effects = it.health.on(event, clock.instant());
    }
    for (Effect effect : effects) {
      switch (effect) {
        case ASK -> {}
        case LOST ->
            events.record(
                NodeEvent.PARENT_LOST,
                "parent",
                parent.name(),
                "address",
                parent.where().canonical(),
                "why",
                why);
        case FOUND ->
            events.record(
                NodeEvent.PARENT_FOUND,
                "parent",
                parent.name(),
                "address",
                parent.where().canonical());
      }
    }
    return effects;
  }

  private Known of(Parent parent) {
    return known.compute(
        parent.name(),
        (name, present) ->
            present != null && present.parent.equals(parent) ? present : open(parent));
  }

  private Known open(Parent parent) {
    telemetry.gauge(ChainMetric.PARENT_UP, () -> isUp(parent.name()) ? 1 : 0, parent.name());
    return new Known(
        parent, new ParentHealth(parent.checkEvery(), parent.failuresMax(), clock.instant()));
  }

  private boolean isUp(String name) {
    Known it = known.get(name);
    if (it == null) {
      return false;
    }
    synchronized (it) {
      return it.health.isUp() && it.address.isPresent();
    }
  }
}
