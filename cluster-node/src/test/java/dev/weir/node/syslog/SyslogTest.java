package dev.weir.node.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.Soon;
import dev.weir.node.access.AccessLog;
import dev.weir.node.access.ObjectSource;
import dev.weir.node.access.Treatment;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SyslogTest {
  private static final Instant AT = Instant.parse("2026-11-22T11:43:00.042Z");
  private static final String PID = Long.toString(ProcessHandle.current().pid());

  private final EventLog events = new EventLog("test", () -> AT);
  private final Telemetry telemetry = new Telemetry();

  @Test
  @DisplayName("a message has RFC 5424's fields, and no value ends its structured data")
  void message() {
    var message = new SyslogMessage(4, AT, "a b", Map.of("why=", "\"x\"] \\ \n[y"), "größe");
    assertThat(new String(message.octets(to(1)), StandardCharsets.UTF_8))
        .isEqualTo(
            "<132>1 2026-11-22T11:43:00.042Z weir-1 weir "
                + PID
                + " a_b [weir@32473 why_=\"\\\"x\\\"\\] \\\\ _[y\"] größe");
    var none = new SyslogMessage(6, AT, "access", Map.of(), "ö".repeat(9_000));
    byte[] octets = none.octets(to(1));
    assertThat(octets.length).isBetween(8_190, 8_192);
    assertThat(new String(octets, StandardCharsets.UTF_8)).contains(" access - ö").endsWith("ö");
  }

  @Test
  @DisplayName("lines of the access log go to a datagram socket as they are in the file")
  void access(@TempDir Path folder) throws IOException {
    try (var server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        var log =
            AccessLog.open(
                new AccessLog.Settings(
                    folder.resolve("access.log"),
                    AccessLog.Format.SQUID,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(to(server.getLocalPort()))),
                events,
                telemetry)) {
      log.draft()
          .begin(200, Treatment.HIT, ObjectSource.MEMORY)
          .at(AT.toEpochMilli(), 1_000_000, 1)
          .text("GET")
          .text("a.test")
          .text("/\n<0>forged")
          .end();
      assertThat(received(server))
          .isEqualTo(
              "<134>1 2026-11-22T11:43:00.042Z weir-1 weir "
                  + PID
                  + " access - 1795347780.042      1 - TCP_MEM_HIT/200 0 GET"
                  + " http://a.test/%0a<0>forged - HIER_NONE/- -");
    }
  }

  @Test
  @DisplayName("RFC 6587 §3.4.1 over TCP each event is behind its length; a new connection is made")
  void stream() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var syslog = open(settings(SyslogSettings.Transport.TCP, server.getLocalPort()))) {
      events.follow(syslog::send);
      events.record(NodeEvent.NODE_STOPPED, "name", "weir-1");
      try (var first = server.accept()) {
        assertThat(framed(first.getInputStream()))
            .endsWith(" node-stopped [weir@32473 name=\"weir-1\"] node-stopped name=weir-1");
      }
      var more =
          Thread.ofPlatform()
              .start(() ->
                  Soon.passes(() -> {
                    events.record(NodeEvent.NODE_STOPPED, "name", "again");
                    assertThat(events.since(1))
                        .extracting(EventLog.Entry::name)
                        .contains("syslog-failed");
                  }));
      try (var second = server.accept()) {
        assertThat(framed(second.getInputStream())).contains("weir@32473");
      }
      more.interrupt();
    }
  }

  @Test
  @DisplayName("to a datagram socket of this host, like /dev/log, and to the one that replaces it")
  void unix(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("log");
    var settings =
        new SyslogSettings(
            SyslogSettings.Transport.UNIX, path.toString(), 0, Facility.DAEMON, "weir-1");
    var heard = new LinkedBlockingQueue<String>();
    try (var syslog = open(settings)) {
      syslog.send(new SyslogMessage(6, AT, "access", Map.of(), "too early"));
      Soon.passes(() -> assertThat(dropped()).isEqualTo(1));
      for (String text : List.of("first", "second")) {
        try (var _ = new DeviceLog(path, heard)) {
          Soon.passes(() -> {
            syslog.send(new SyslogMessage(6, AT, "access", Map.of(), text));
            assertThat(heard.poll(100, TimeUnit.MILLISECONDS))
                .startsWith("<30>1 2026-11-22T11:43:00.042Z weir-1 weir ")
                .endsWith(" access - " + text);
          });
        }
        Files.deleteIfExists(path);
      }
    }
  }

  @Test
  @DisplayName("where nobody listens messages are dropped and counted, and who sends never waits")
  void nobody() throws IOException {
    int port;
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    try (var syslog = open(settings(SyslogSettings.Transport.TCP, port))) {
      for (int i = 0; i < Syslog.WAITING_MAX + 100; i++) {
        syslog.send(new SyslogMessage(6, AT, "access", Map.of(), "line"));
      }
      Soon.passes(() ->
          assertThat(events.since(1)).extracting(EventLog.Entry::name).contains("syslog-failed"));
      assertThat(dropped()).isGreaterThanOrEqualTo(99);
    }
  }

  private double dropped() {
    return telemetry
        .scrape()
        .lines()
        .filter(line -> line.startsWith("weir_syslog_dropped_total{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private Syslog open(SyslogSettings settings) {
    return Syslog.open(settings, Syslog.Counts.of("events", telemetry), events, () -> AT);
  }

  private static SyslogSettings to(int port) {
    return settings(SyslogSettings.Transport.UDP, port);
  }

  private static SyslogSettings settings(SyslogSettings.Transport transport, int port) {
    return new SyslogSettings(transport, "127.0.0.1", port, Facility.LOCAL0, "weir-1");
  }

  private static String received(DatagramSocket server) throws IOException {
    var packet = new DatagramPacket(new byte[9_000], 9_000);
    server.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  private static String framed(java.io.InputStream from) throws IOException {
    int length = 0;
    for (int c = from.read(); c != ' '; c = from.read()) {
      length = 10 * length + c - '0';
    }
    return new String(from.readNBytes(length), StandardCharsets.UTF_8);
  }
}
