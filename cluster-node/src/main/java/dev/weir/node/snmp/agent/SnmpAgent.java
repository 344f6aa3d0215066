package dev.weir.node.snmp.agent;

import dev.weir.node.admin.AdminPages;
import dev.weir.node.config.snmp.SnmpConfig;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.life.HostException;
import dev.weir.node.life.Teardown;
import dev.weir.node.snmp.MibTable;
import dev.weir.node.snmp.NodeSource;
import dev.weir.node.snmp.NodeView;
import dev.weir.node.snmp.Notice;
import dev.weir.node.snmp.SnmpPage;
import dev.weir.node.snmp.SnmpResult;
import dev.weir.node.snmp.Value;
import dev.weir.node.snmp.Watch;
import dev.weir.node.snmp.WeirMib;
import dev.weir.node.telemetry.AdminMetric;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.RateLimit;
import dev.weir.node.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The agent of a node while it is there: asked by UDP, and telling of what changes.
public final class SnmpAgent implements AutoCloseable {
  private static final Duration REFUSED_EACH = Duration.ofSeconds(10);

  /// What it works with.
  ///
  /// @param source of what is told
  /// @param clock monotonic
  /// @param fail is told when its thread ends by a fault
  public record Around(
      NodeSource source,
      Telemetry telemetry,
      EventLog events,
      InstantSource clock,
      InstantSource wallClock,
      Consumer<Throwable> fail) {}

  private final SnmpConfig config;
  private final Around around;
  private final Engine engine;
  private final SnmpPort port;
  private final Watch watch;
  private final RateLimit refusals = new RateLimit(REFUSED_EACH);
  private final Map<SnmpResult, Counter> asked = new EnumMap<>(SnmpResult.class);
  private final Counter sent;
  private final Counter unsent;
  private final Counter withheld;
  private final Instant begun;
  private volatile MibTable table;

  private SnmpAgent(SnmpConfig config, DatagramSocket socket, Around around) {
    this.config = config;
    this.around = around;
    this.begun = around.clock.instant();
    for (SnmpResult result : SnmpResult.values()) {
      asked.put(result, around.telemetry.counter(AdminMetric.SNMP_REQUESTS, result.label()));
    }
    this.sent = around.telemetry.counter(AdminMetric.SNMP_TRAPS, "sent");
    this.unsent = around.telemetry.counter(AdminMetric.SNMP_TRAPS, "unsent");
    this.withheld = around.telemetry.counter(AdminMetric.SNMP_TRAPS, "withheld");
    this.watch = new Watch(begun);
    this.table = WeirMib.of(view());
    var exchange = new Exchange();
    this.engine =
        Engine.of(
            config,
            around.source.node().address(),
            around.wallClock.instant(),
            exchange,
            () -> this.table);
    this.port =
        new SnmpPort(
            socket,
            exchange,
            around.clock,
            new SnmpPort.Outlets(this::admits, this::ended, this::look, around.fail));
    engine.use(port);
  }

  /// Opens the port, and begins to answer.
  ///
  /// @throws HostException when the port cannot be had
  public static SnmpAgent open(SnmpConfig config, Around around) throws HostException {
    try {
      var socket = new DatagramSocket(config.listen().socketAddress());
      var agent = new SnmpAgent(config, socket, around);
      agent.port.listen();
      around.events.record(NodeEvent.SNMP_LISTENS, "address", config.listen());
      return agent;
    } catch (IOException e) {
      throw new HostException(
          "Cannot listen on UDP %s for SNMP: %s".formatted(config.listen(), e.getMessage()), e);
    }
  }

  /// The same for a node that is put together: the agent ends with it, and has a page.
  public static void begin(SnmpConfig config, Around around, AdminPages pages, Teardown teardown)
      throws HostException {
    var agent = open(config, around);
    teardown.then(agent::close);
    agent.show(pages);
  }

  /// Adds the page that says how it is asked, and what came.
  public void show(AdminPages pages) {
    String engine = Engine.name(around.source.node().address()).toHexString(':');
    pages.route(
        "/v1/snmp",
        "How network management asks this node, and what came of it.",
        () -> SnmpPage.of(config, engine, asked(), sent.count()));
  }

  private Map<SnmpResult, Double> asked() {
    var counts = new EnumMap<SnmpResult, Double>(SnmpResult.class);
    asked.forEach((result, counter) -> counts.put(result, counter.count()));
    return counts;
  }

  /// Says that the node ends, and frees the port.
  @Override
  public void close() throws IOException {
    tell(watch.end(view()));
    port.close();
  }

  private NodeView view() {
    return around.source.view(Duration.between(begun, around.clock.instant()));
  }

  private boolean admits(InetAddress from) {
    return from instanceof Inet4Address address
        && config.clients().stream().anyMatch(it -> it.contains(address));
  }

  private void ended(SnmpResult result, InetAddress from) {
    Counter counter = asked.get(result);
    if (counter != null) {
      counter.increment();
    }
    if (result.refused()) {
      refusals
          .admit(around.clock.instant())
          .ifPresent(suppressed ->
              around.events.record(
                  NodeEvent.SNMP_REFUSED,
                  "why",
                  result.label(),
                  "from",
                  from.getHostAddress(),
                  "suppressed",
                  suppressed));
    }
  }

  private void look(Instant now) {
    NodeView view = view();
    table = WeirMib.of(view);
    Watch.Seen seen = watch.on(view, now);
    tell(seen.notices());
    withheld.increment(seen.withheld());
  }

  private void tell(List<Notice> notices) {
    if (config.traps().isEmpty() || notices.isEmpty()) {
      return;
    }
    var upTime = Variables.variable(new Value.Ticks(view().up()));
    for (Notice notice : notices) {
      for (ListenAddress to : config.traps()) {
        (engine.tell(to, notice, upTime) ? sent : unsent).increment();
      }
    }
  }
}
