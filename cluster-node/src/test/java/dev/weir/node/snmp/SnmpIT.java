package dev.weir.node.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.node.Soon;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agent as Debian's `snmp` sees it.
final class SnmpIT {
  /// A GETNEXT of 1.3.6.1.2.1 by SNMPv2c with the right community.
  private static final String QUESTION =
      "302f020101"
          + "0412636f6d6d756e6974792d6f662d7465737473"
          + "a116020101020100020100300b300906052b060102010500";

  private static final String[] MANY = {"-Cr30000", "WEIR-MIB::weirBucketOwner"};

  @TempDir Path home;
  private final Stage stage = new Stage();
  private Managed managed;

  @BeforeEach
  void open() throws Exception {
    stage.healthy();
    managed = new Managed(home, stage, true, List.of());
  }

  @AfterEach
  void close() throws Exception {
    managed.close();
  }

  @Test
  @DisplayName("the module is one of SMIv2 by smilint, and net-snmp reads it")
  void module() throws Exception {
    Managed.needs("/usr/bin/smilint");
    var module = Path.of("..", "ops", "snmp", "WEIR-MIB.txt").toString();

    assertThat(Managed.run(home, List.of("smilint", "-s", "-l", "6", module))).isEmpty();
    assertThat(translated("WEIR-MIB::weirBucketOwner"))
        .isEqualTo(".1.3.6.1.4.1.32473.2048.1.5.1.2");
    assertThat(translated("WEIR-MIB::weirNoSuch")).contains("Unknown Object Identifier");
  }

  private String translated(String name) throws Exception {
    return Managed.run(
        home, List.of("snmptranslate", "-M", Managed.modules(), "-m", "WEIR-MIB", "-On", name));
  }

  @Test
  @DisplayName("what is asked for is told by the names of the module")
  void get() throws Exception {
    assertThat(managed.ask("snmpget", "WEIR-MIB::weirHitRatio.0"))
        .isEqualTo("WEIR-MIB::weirHitRatio.0 = Gauge32: 800 0.1 percent");
    assertThat(managed.ask("snmpget", "WEIR-MIB::weirOctetsSaved.0"))
        .isEqualTo("WEIR-MIB::weirOctetsSaved.0 = Counter64: 4000000000 octets");
    assertThat(managed.ask("snmpget", "WEIR-MIB::weirNodeHealth.0")).endsWith("healthy(1)");
    assertThat(managed.ask("snmpget", "WEIR-MIB::weirRouterState.1.0.1.4.192.0.2.3"))
        .endsWith("calling(1)");
    assertThat(managed.ask("snmpget", "WEIR-MIB::weirNodeHealth.1")).contains("No Such Instance");
  }

  @Test
  @DisplayName("a walk shows 256 buckets, by GETNEXT and by GETBULK the same")
  void walk() throws Exception {
    String all = managed.ask("snmpwalk", "WEIR-MIB::weirMIB");

    assertThat(all.lines().filter(it -> it.matches(".*::weirBucketOwner.* = STRING.*")))
        .hasSize(256);
    assertThat(all).contains("weirBucketOwner.standard.0.255 = STRING: \n");
    assertThat(managed.ask("snmpbulkwalk", "WEIR-MIB::weirMIB")).isEqualTo(all);
  }

  @Test
  @DisplayName("RFC 3416 §4.2.3 however many are wanted, an answer has what goes into one datagram")
  void bulk() throws Exception {
    var got = managed.ask("snmpbulkget", "-Cr30000", "WEIR-MIB::weirBucketOwner");
    assertThat(got.lines().count()).isBetween(20L, 45L);
    assertThat(managed.askAs("snmpbulkwalk", MANY).lines().count()).isGreaterThan(256);
    assertThat(managed.askAs("snmpbulkget", MANY).lines().count()).isBetween(20L, 45L);
    var three =
        managed.ask(
            "snmpbulkget",
            "-Cn1",
            "-Cr2147483647",
            "WEIR-MIB::weirNodeName",
            "WEIR-MIB::weirGroupName",
            "WEIR-MIB::weirRouterName");
    assertThat(three.lines().count()).isBetween(20L, 65L);
  }

  @Test
  @DisplayName("another community, version 1 and another sender get no answer, and are counted")
  void silent() throws Exception {
    assertThat(managed.as("snmpget", List.of("-v2c", "-c", "public"), "1.3.6.1.2.1.1.1.0"))
        .contains("Timeout");
    counted(SnmpResult.COMMUNITY, 1);
    assertThat(managed.as("snmpget", List.of("-v1", "-c", Managed.COMMUNITY), "1.3.6.1.2.1.1.1.0"))
        .contains("Timeout");
    counted(SnmpResult.VERSION, 1);
    var elsewhere = List.of("-v2c", "-c", Managed.COMMUNITY, "--clientaddr=127.0.0.2");
    assertThat(managed.as("snmpget", elsewhere, "1.3.6.1.2.1.1.1.0")).contains("Timeout");
    counted(SnmpResult.ADDRESS, 1);
  }

  @Test
  @DisplayName("nothing is written")
  void set() throws Exception {
    assertThat(managed.ask("snmpset", "1.3.6.1.2.1.1.5.0", "s", "mine"))
        .contains("authorizationError");
    counted(SnmpResult.WRITE, 1);
    assertThat(managed.ask("snmpget", "1.3.6.1.2.1.1.5.0")).endsWith("\"cache-1\"");
  }

  @Test
  @DisplayName("RFC 3414 a user with both passwords is answered; with another one nobody is")
  void users() throws Exception {
    String name = "1.3.6.1.2.1.1.5.0";
    assertThat(managed.askAs("snmpget", name)).endsWith("\"cache-1\"");
    assertThat(as("noc", "another-password", Managed.HIDING, name))
        .contains("Authentication failed")
        .doesNotContain("cache-1");
    counted(SnmpResult.DIGEST, 1);
    assertThat(as("noc", Managed.SIGNING, "another-password", name)).doesNotContain("cache-1");
    Soon.holds(() -> managed.count(SnmpResult.DIGEST) + managed.count(SnmpResult.MALFORMED) == 2);
    assertThat(as("guest", Managed.SIGNING, Managed.HIDING, name)).doesNotContain("cache-1");
    counted(SnmpResult.USER, 1);
    assertThat(managed.as("snmpget", List.of("-v3", "-l", "noAuthNoPriv", "-u", "noc"), name))
        .contains("authorizationError");
    var signed =
        List.of("-v3", "-l", "authNoPriv", "-u", "noc", "-a", "SHA-256", "-A", Managed.SIGNING);
    assertThat(managed.as("snmpget", signed, name)).contains("authorizationError");
    counted(SnmpResult.LEVEL, 2);
  }

  private String as(String user, String signing, String hiding, String name) throws Exception {
    return managed.as("snmpget", Managed.user(user, signing, hiding), name);
  }

  @Test
  @DisplayName("RFC 3414 §3.2.3 each name of another engine is unknown, also the second time")
  void engines() throws Exception {
    var to = new InetSocketAddress(InetAddress.getLoopbackAddress(), managed.port());
    try (var socket = new DatagramSocket()) {
      for (int i = 0; i < 100; i++) {
        byte[] octets = HexFormat.of().parseHex(anotherEngine(i / 2));
        socket.send(new DatagramPacket(octets, octets.length, to));
      }
    }
    counted(SnmpResult.DISCOVERY, 100);
  }

  /// A GET of nothing by SNMPv3, without a user.
  private static String anotherEngine(int number) {
    return "303d020103300e020101020300ffe3040104020103"
        + "04153013040580007ed9"
        + HexFormat.of().toHexDigits((byte) number)
        + "020100020100040004000400301104000400a00b0201010201000201003000";
  }

  @Test
  @DisplayName("what is no question gets no answer: two agents never talk to each other")
  void noQuestion() throws Exception {
    var to = new InetSocketAddress(InetAddress.getLoopbackAddress(), managed.port());
    try (var socket = new DatagramSocket();
        var another = new DatagramSocket()) {
      byte[] response = HexFormat.of().parseHex(QUESTION.replace("a116", "a216"));
      socket.send(new DatagramPacket(response, response.length, to));
      byte[] question = HexFormat.of().parseHex(QUESTION);
      another.send(new DatagramPacket(question, question.length, to));
      counted(SnmpResult.ANSWERED, 1);
      counted(SnmpResult.KIND, 1);
      socket.setSoTimeout(1);
      assertThatThrownBy(() -> socket.receive(new DatagramPacket(response, response.length)))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  @DisplayName("whatever octets come, each datagram is counted and the agent answers on")
  void hostile() throws Exception {
    byte[] question = HexFormat.of().parseHex(QUESTION);
    var random = new Random(1157);
    double before = counted();
    try (var socket = new DatagramSocket()) {
      for (int batch = 1; batch <= 30; batch++) {
        for (int i = 0; i < 50; i++) {
          byte[] octets = broken(question, random);
          var to = new InetSocketAddress(InetAddress.getLoopbackAddress(), managed.port());
          socket.send(new DatagramPacket(octets, octets.length, to));
        }
        double sent = before + batch * 50;
        Soon.holds("all are counted", () -> counted() == sent);
      }
    }
    assertThat(managed.count(SnmpResult.MALFORMED)).isGreaterThan(500);
    assertThat(managed.ask("snmpget", "1.3.6.1.2.1.1.5.0")).endsWith("\"cache-1\"");
  }

  /// The question with some octets exchanged, cut off or added.
  private static byte[] broken(byte[] question, Random random) {
    int length = random.nextInt(4) == 0 ? random.nextInt(1600) : question.length;
    byte[] octets = java.util.Arrays.copyOf(question, length);
    for (int i = 0; i < 1 + random.nextInt(4) && length > 0; i++) {
      octets[random.nextInt(length)] = (byte) random.nextInt(256);
    }
    return octets;
  }

  private void counted(SnmpResult result, double times) {
    Soon.passes(() -> assertThat(managed.count(result)).isEqualTo(times));
  }

  private double counted() {
    return Stream.of(SnmpResult.values()).mapToDouble(managed::count).sum();
  }
}
