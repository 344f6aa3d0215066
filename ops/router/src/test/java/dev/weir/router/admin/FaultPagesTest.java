package dev.weir.router.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.admin.AdminPages;
import dev.weir.node.admin.AdminServer;
import dev.weir.node.admin.ListenFailed;
import dev.weir.node.admin.Readiness;
import dev.weir.node.control.ControlLoop;
import dev.weir.node.control.WccpPort;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import dev.weir.router.config.RouterConfig;
import dev.weir.router.config.WebCacheRouter;
import dev.weir.router.control.Faults;
import dev.weir.router.control.FaultyPort;
import dev.weir.router.control.GroupDriver;
import dev.weir.router.control.RedirectBoard;
import dev.weir.router.control.RouterJournal;
import dev.weir.router.control.WccpSettings;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class FaultPagesTest {
  private static final Inet4Address ROUTER = Inet4Address.ofLiteral("192.0.2.1");
  private static final RouterConfig CONFIG = WebCacheRouter.config(ROUTER, 2, true);

  private final EventLog events = new EventLog("test", () -> Instant.EPOCH);
  private final Telemetry telemetry = new Telemetry();
  private final FaultyPort port = new FaultyPort(new SilentPort(), () -> Instant.EPOCH, 1, _ -> {});
  private final WccpSettings wccp = new WccpSettings(CONFIG, ROUTER);
  private final RouterJournal journal = new RouterJournal(ROUTER, events, telemetry);
  private final GroupDriver group = group();
  private final ControlLoop control =
      new ControlLoop(port, wccp.codec(), List.of(group), journal, () -> Instant.EPOCH);

  /// A port on which nothing comes, and that ends the loop after its first round.
  private final class SilentPort implements WccpPort {
    @Override
    public Optional<Datagram> receive(Duration atMost) {
      control.stop();
      return Optional.empty();
    }

    @Override
    public void send(ByteBuffer octets, InetAddress to) {}

    @Override
    public void wake() {}
  }

  private GroupDriver group() {
    var board = new RedirectBoard(CONFIG, _ -> {});
    var machine = wccp.machine(CONFIG.services().getFirst(), _ -> true);
    return new GroupDriver(
        machine, board.rules().getFirst(), events, journal, board, Instant.EPOCH);
  }

  @Test
  @DisplayName("A fault of a group is counted, told, and done by the control thread")
  void groupFaults() throws Exception {
    for (String kind : List.of("flush", "stale-receive-id?service=web-cache", "reboot")) {
      assertThat(post(kind, true)).as(kind).isEqualTo(200);
    }
    control.run();

    assertThat(told())
        .containsExactly(
            Map.of("kind", "flush", "what", "all"),
            Map.of("kind", "stale-receive-id", "what", "web-cache"),
            Map.of("kind", "reboot", "what", "all"));
    assertThat(telemetry.scrape())
        .contains("weir_router_faults_total{kind=\"reboot\"} 1.0")
        .contains("weir_router_faults_total{kind=\"drop\"} 0.0");
  }

  @Test
  @DisplayName("Loss and delay have bounds, and end with none")
  void portFaults() throws Exception {
    assertThat(post("drop?percent=30", true)).isEqualTo(200);
    assertThat(post("delay?millis=200", true)).isEqualTo(200);
    assertThat(post("none", true)).isEqualTo(200);
    for (String bad :
        List.of("drop", "drop?percent=101", "drop?percent=-1", "delay?millis=60001", "delay")) {
      assertThat(post(bad, true)).as(bad).isEqualTo(400);
    }
    assertThat(post("flush?service=90", true)).isEqualTo(400);

    assertThat(told())
        .containsExactly(
            Map.of("kind", "drop", "what", "30%"),
            Map.of("kind", "delay", "what", "200ms"),
            Map.of("kind", "none", "what", "all"));
  }

  @Test
  @DisplayName("Without faults.on-demand every fault is refused with 403, and nothing happens")
  void off() throws Exception {
    for (String kind : List.of("flush", "drop?percent=30", "delay?millis=1", "none")) {
      assertThat(post(kind, false)).as(kind).isEqualTo(403);
    }
    assertThat(told()).isEmpty();
  }

  private List<Map<String, String>> told() {
    return events.since(0).stream().map(EventLog.Entry::fields).toList();
  }

  private int post(String kind, boolean allowed) throws IOException, ListenFailed {
    var faults = new Faults(control, port, List.of(group), events, telemetry);
    var numbers = new Telemetry();
    var pages = AdminPages.standard(new Readiness(), numbers, events);
    FaultPages.addTo(pages, Optional.of(faults).filter(_ -> allowed));
    var address = new InetSocketAddress(Inet4Address.ofLiteral("127.0.0.1"), 0);
    try (var server = AdminServer.open(address, Optional.empty(), pages, numbers, events)) {
      var url =
          URI.create(
              "http://127.0.0.1:%d/v1/faults/%s".formatted(server.address().getPort(), kind));
      var asked = (HttpURLConnection) url.toURL().openConnection(Proxy.NO_PROXY);
      asked.setRequestMethod("POST");
      asked.setRequestProperty("X-Weir", "1");
      return asked.getResponseCode();
    }
  }
}
