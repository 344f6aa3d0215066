package dev.weir.node.proxy.access.live;

import dev.weir.node.config.access.AccessConfig;
import dev.weir.node.config.access.ListConfig;
import dev.weir.node.config.access.UsersConfig;
import dev.weir.node.proxy.access.Access;
import dev.weir.node.proxy.access.AccessRules;
import dev.weir.node.proxy.access.BlockPage;
import dev.weir.node.proxy.access.list.BlockList;
import dev.weir.node.proxy.access.list.KeptList;
import dev.weir.node.proxy.access.list.KeptList.Look;
import dev.weir.node.proxy.access.list.ListReader.Source;
import dev.weir.node.proxy.access.user.Login;
import dev.weir.node.proxy.access.user.Users;
import dev.weir.node.proxy.icap.Adaptation;
import dev.weir.node.proxy.icap.IcapServices;
import dev.weir.node.proxy.icap.IcapSettings;
import dev.weir.node.telemetry.AccessMetric;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Who may what at this moment. A thread of its own looks whether the files of lists have changed;
/// no request ever waits for it.
///
/// [#next] and what it returns belong to one thread, the rest to any.
public final class AccessControl implements Supplier<Access>, AutoCloseable {
  private final Telemetry telemetry;
  private final EventLog events;
  private final InstantSource clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("weir-lists").daemon().factory());
  private volatile Optional<Login> login = Optional.empty();
  private volatile Users users = Users.NOBODY;
  private volatile Map<String, Followed> lists = Map.of();
  private volatile Access present = Access.OPEN;
  private final IcapServices services;

  /// A list, its files, and whether those can be read as they are now.
  private static final class Followed {
    private final Source source;
    private final KeptList list;
    private volatile boolean failing;

    Followed(Source source, KeptList list) {
      this.source = source;
      this.list = list;
    }
  }

  private AccessControl(Telemetry telemetry, EventLog events, InstantSource clock) {
    this.services = new IcapServices(telemetry, events);
    this.telemetry = telemetry;
    this.events = events;
    this.clock = clock;
  }

  /// What a configuration says. All lists have been read when it returns.
  ///
  /// @throws IOException when a list cannot be read
  public static AccessControl open(
      AccessConfig config,
      Optional<UsersConfig> users,
      Telemetry telemetry,
      EventLog events,
      InstantSource clock,
      List<IcapSettings> services)
      throws IOException {
    var control = new AccessControl(telemetry, events, clock);
    try {
      control.next(config, users, services).run();
    } catch (IOException e) {
      control.close();
      throw e;
    }
    long lookMillis = Math.max(1, config.look().toMillis());
    control.thread.scheduleWithFixedDelay(
        control::look, lookMillis, lookMillis, TimeUnit.MILLISECONDS);
    return control;
  }

  /// Reads what another configuration needs; running what is returned puts that in force, for
  /// requests from then on. Lists of the same files stay, and are read anew if those have changed.
  ///
  /// @throws IOException when a new list cannot be read
  public Runnable next(AccessConfig config, Optional<UsersConfig> named, List<IcapSettings> looking)
      throws IOException {
    var next = new LinkedHashMap<String, Followed>();
    for (ListConfig each : config.lists()) {
      var source = new Source(each.name(), each.domains(), each.prefixes(), each.expressions());
      Followed known = lists.get(each.name());
      next.put(each.name(), known != null && known.source.equals(source) ? known : open(source));
    }
    var kept = new LinkedHashMap<String, KeptList>();
    next.forEach((name, followed) -> kept.put(name, followed.list));
    AccessRules rules = RulesOf.config(config, kept);
    Adaptation adaptation = services.next(looking);
    return () -> {
      services.become(adaptation);
      become(config, named, next, rules, adaptation);
      thread.execute(this::look);
    };
  }

  private void become(
      AccessConfig config,
      Optional<UsersConfig> named,
      Map<String, Followed> next,
      AccessRules rules,
      Adaptation adaptation) {
    lists = next;
    users = named.map(Users::of).orElse(Users.NOBODY);
    if (named.isPresent() && login.isEmpty()) {
      login = Optional.of(new Login(() -> users, telemetry));
    }
    present =
        new Access(
            rules,
            named.isPresent() ? login : Optional.empty(),
            config.page().map(BlockPage::new),
            adaptation);
    next.keySet().forEach(this::measure);
  }

  private Followed open(Source source) throws IOException {
    long beganNs = System.nanoTime();
    var followed = new Followed(source, KeptList.open(source, clock.instant()));
    told(followed.list.get(), (System.nanoTime() - beganNs) / 1_000_000);
    return followed;
  }

  private void measure(String name) {
    gauge(AccessMetric.LIST_ENTRIES, name, it -> it.list.get().count());
    gauge(AccessMetric.LIST_BYTES, name, it -> it.list.get().bytes());
    gauge(AccessMetric.LIST_BAD_LINES, name, it -> it.list.get().badCount());
    gauge(AccessMetric.LIST_FAILING, name, it -> it.failing ? 1 : 0);
    gauge(
        AccessMetric.LIST_AGE_SECONDS,
        name,
        it -> Duration.between(it.list.readAt(), clock.instant()).toSeconds());
  }

  private interface Figure {
    double of(Followed list);
  }

  private void gauge(AccessMetric metric, String name, Figure figure) {
    telemetry.gauge(
        metric,
        () -> {
          Followed list = lists.get(name);
          return list == null ? Double.NaN : figure.of(list);
        },
        name);
  }

  /// Looks at the files of all lists now.
  void look() {
    for (Followed followed : lists.values()) {
      switch (followed.list.look(clock.instant())) {
        case Look.Same() -> {}
        case Look.Read(BlockList list, long millis) -> {
          followed.failing = false;
          told(list, millis);
        }
        case Look.Failed(String why) -> {
          followed.failing = true;
          events.record(NodeEvent.ACCESS_LIST_KEPT, "list", followed.list.name(), "why", why);
        }
      }
    }
  }

  private void told(BlockList list, long millis) {
    events.record(
        NodeEvent.ACCESS_LIST_READ,
        "list",
        list.name(),
        "entries",
        list.count(),
        "bad",
        list.badCount(),
        "bytes",
        list.bytes(),
        "ms",
        millis);
  }

  @Override
  public Access get() {
    return present;
  }

  /// The lists, with when each was read.
  public List<Shown> shown() {
    return lists.values().stream()
        .map(it ->
            new Shown(
                it.list.get(),
                Duration.between(it.list.readAt(), clock.instant()).toSeconds(),
                it.failing))
        .toList();
  }

  /// A list as an operator sees it.
  ///
  /// @param ageSeconds since it was read
  /// @param failing whether its files cannot be read as they are now
  public record Shown(BlockList list, long ageSeconds, boolean failing) {}

  @Override
  public void close() {
    thread.shutdownNow();
    login.ifPresent(Login::close);
  }
}
