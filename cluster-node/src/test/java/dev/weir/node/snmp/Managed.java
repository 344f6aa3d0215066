package dev.weir.node.snmp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.node.config.snmp.SnmpConfig;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.value.Secret;
import dev.weir.node.life.MonotonicClock;
import dev.weir.node.snmp.agent.SnmpAgent;
import dev.weir.node.telemetry.AdminMetric;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An agent on the loopback, and Debian's tools that ask it.
final class Managed implements AutoCloseable {
  static final String COMMUNITY = "community-of-tests";
  static final String SIGNING = "signs-and-is-long";
  static final String HIDING = "hides-and-is-long";

  /// Of the node at 192.0.2.11 (RFC 3411 §5).
  static final String ENGINE = "0x80007ed901c000020b";

  private static final Path RESOURCES = Path.of("src", "test", "resources", "mibs");
  private static final Path MODULES = Path.of("..", "ops", "snmp");

  private final Path home;
  private final ListenAddress listen;
  private final Telemetry telemetry = new Telemetry();
  private final SnmpAgent agent;

  /// @param home the tools keep their files there
  Managed(Path home, Stage stage, boolean users, List<ListenAddress> traps) throws Exception {
    this(home, stage, users, true, traps);
  }

  Managed(Path home, Stage stage, boolean users, boolean community, List<ListenAddress> traps)
      throws Exception {
    needs("/usr/bin/snmpget");
    this.home = home;
    this.listen = free();
    var user = new SnmpConfig.User("noc", Secret.of(SIGNING), Secret.of(HIDING));
    var config =
        new SnmpConfig(
            listen,
            List.of(Prefix.parse("127.0.0.1/32").orElseThrow()),
            community ? Optional.of(Secret.of(COMMUNITY)) : Optional.empty(),
            users ? List.of(user) : List.of(),
            traps);
    var wall = InstantSource.system();
    this.agent =
        SnmpAgent.open(
            config,
            new SnmpAgent.Around(
                stage.source(),
                telemetry,
                new EventLog("snmp", wall),
                new MonotonicClock(wall.instant()),
                wall,
                fault -> {
                  throw new AssertionError(fault);
                }));
  }

  static void needs(String program) {
    assumeTrue(
        Files.isExecutable(Path.of(program)) || "true".equals(System.getenv("CI")),
        "needs Debian's packages snmp, snmptrapd and smitools");
  }

  /// A UDP port of the loopback that nobody has.
  static ListenAddress free() throws IOException {
    try (var socket = new DatagramSocket(0)) {
      return ListenAddress.of("127.0.0.1:" + socket.getLocalPort());
    }
  }

  int port() {
    return listen.port();
  }

  /// How many datagrams came to that end.
  double count(SnmpResult result) {
    return telemetry.counter(AdminMetric.SNMP_REQUESTS, result.label()).count();
  }

  /// Asks by SNMPv2c with the right community; waits for half a second, once.
  String ask(String tool, String... words) throws Exception {
    return as(tool, List.of("-v2c", "-c", COMMUNITY), words);
  }

  /// The same by SNMPv3, as the user that is configured.
  String askAs(String tool, String... words) throws Exception {
    return as(tool, user("noc", SIGNING, HIDING), words);
  }

  /// The options of a user who signs and hides with these passwords.
  static List<String> user(String name, String signing, String hiding) {
    return List.of(
        "-v3",
        "-l",
        "authPriv",
        "-u",
        name,
        "-a",
        "SHA-256",
        "-A",
        signing,
        "-x",
        "AES",
        "-X",
        hiding);
  }

  /// Asks like this. The result is all that the tool says.
  String as(String tool, List<String> who, String... words) throws Exception {
    var line = new ArrayList<>(List.of(tool, "-M", modules(), "-m", "WEIR-MIB"));
    line.addAll(who);
    line.addAll(List.of("-r", "0", "-t", "0.5", listen.toString()));
    line.addAll(List.of(words));
    return run(home, line);
  }

  static String modules() {
    return RESOURCES.toAbsolutePath() + ":" + MODULES.toAbsolutePath();
  }

  static String run(Path home, List<String> line) throws IOException, InterruptedException {
    Process process = start(home, line);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.replaceFirst("Created directory: .*\n", "").strip();
  }

  static Process start(Path home, List<String> line) throws IOException {
    var builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("SNMP_PERSISTENT_DIR", home.toString());
    builder.environment().put("SNMPCONFPATH", home.toString());
    builder.environment().put("SMIPATH", modules());
    return builder.start();
  }

  @Override
  public void close() throws IOException {
    agent.close();
  }
}
