package dev.weir.gre.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Real packets through real devices, in namespaces of this test, with each engine.
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"pcap", "raw", "ring"})
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PacketPathIT {
  // Vector 30: GRE, redirect header, and a SYN 198.51.100.7:40000 -> 203.0.113.80:80.
  private static final String SYN =
      "0000883e000000ea45000028000140004006d443c6336407cb0071509c40005000"
          + "0003e8000000005002ffffa8de0000";
  private static final String SYN_INNER_UDP = SYN.replace("4006d443", "4011d438");

  // The same with 40 octets of data behind it.
  private static final String LONG_SYN =
      SYN.replace("45000028", "45000050").replace("d443", "d41b").replace("a8de", "a8b6")
          + "00".repeat(40);

  private static final int ROUNDS_MAX = 20;

  private final String engine;

  private NetworkPair network;
  private Process node;
  private BufferedReader answers;

  PacketPathIT(String engine) {
    this.engine = engine;
  }

  @BeforeEach
  void startNode() throws IOException, InterruptedException {
    RequiresDevices.check();
    network = new NetworkPair();
    node = network.javaInNode(NodeProgram.class, engine);
    answers = node.inputReader(UTF_8);
    assertThat(answers.readLine()).isEqualTo("open");
    network.routeClientsThrough("wccp0");
  }

  @AfterEach
  void tearDown() throws IOException, InterruptedException {
    if (network != null) {
      network.remove();
    }
  }

  @Test
  @DisplayName("§6 a redirected SYN reaches the node's own TCP stack, which answers it")
  void deliversToOurStack() throws IOException, InterruptedException {
    assertThat(tell("start")).isEqualTo("started");

    routerSends("192.0.2.1", SYN);

    // No listener is there: RST and ACK, from the origin's port, prove that the SYN was taken.
    assertThat(tell("read")).isEqualTo("tcp flags 14 from port 80");
    awaitCounts("seen 1 delivered 1 given-back 0 lost 0 kernel-drops 0");
  }

  @Test
  @DisplayName("G1, G6 a packet that fails a check is counted and goes no further")
  void dropsWhatFailsACheck() throws IOException, InterruptedException {
    assertThat(tell("start")).isEqualTo("started");

    routerSends("192.0.2.1", SYN_INNER_UDP);
    routerSends("192.0.2.1", SYN);

    assertThat(tell("read")).isEqualTo("tcp flags 14 from port 80");
    awaitCounts("seen 2 delivered 1 given-back 0 lost 0 kernel-drops 0");
  }

  @Test
  @DisplayName("D7 an outer packet that was cut on its way is joined again")
  void joinsOuterFragments() throws IOException, InterruptedException {
    network.inRouter("ip link set r0 mtu 68");
    assertThat(tell("start")).isEqualTo("started");

    routerSends("192.0.2.1", LONG_SYN);

    assertThat(tell("read")).isEqualTo("tcp flags 14 from port 80");
    awaitCounts("seen 1 delivered 1 given-back 0 lost 0 kernel-drops 0");
  }

  @Test
  @DisplayName("D7 pieces that overlap and disagree are never joined, in neither order")
  void refusesOverlappingFragments() throws IOException, InterruptedException {
    assertThat(tell("start")).isEqualTo("started");

    routerSendsPieces(1, "0-48", "24-88");
    routerSendsPieces(2, "24-88", "0-48");
    routerSendsPieces(3, "0-48", "40-56", "48-88");
    assertThat(tell("counts")).startsWith("seen 0 ");
    routerSendsPieces(4, "48-88", "0-48");

    assertThat(tell("read")).isEqualTo("tcp flags 14 from port 80");
    awaitCounts("seen 1 delivered 1 given-back 0 lost 0 kernel-drops 0");
  }

  @Test
  @DisplayName("the routers can be changed while the capture runs")
  void changesRoutersLive() throws IOException, InterruptedException {
    assertThat(tell("start")).isEqualTo("started");
    assertThat(tell("routers 192.0.2.2")).isEqualTo("routers");

    boolean changed = false;
    for (int round = 0, seen = 0; !changed && round < ROUNDS_MAX; round++) {
      routerSends("192.0.2.1", SYN_INNER_UDP); // is seen until the filter has changed
      routerSends("192.0.2.2", SYN);
      assertThat(tell("read")).isEqualTo("tcp flags 14 from port 80");
      awaitCounts(" delivered " + (round + 1) + " ");
      changed = seen(tell("counts")) == seen + 1;
      seen = seen(tell("counts"));
    }
    assertThat(changed).as("the first router is heard no more").isTrue();
  }

  @Test
  @DisplayName("closing ends the thread and removes the TUN")
  void closesCleanly() throws IOException, InterruptedException {
    assertThat(tell("start")).isEqualTo("started");
    assertThat(network.nodeHas("wccp0")).isTrue();

    assertThat(tell("close")).isEqualTo("closed false");

    assertThat(network.nodeHas("wccp0")).isFalse();
    node.getOutputStream().close();
    assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(node.exitValue()).isZero();
  }

  @Test
  @DisplayName("a TUN that somebody deletes ends the loop with an explanation")
  void reportsDeletedTun() throws IOException, InterruptedException {
    assertThat(tell("start")).isEqualTo("started");
    network.inNode("ip link delete wccp0");

    routerSends("192.0.2.1", SYN);

    assertThat(answers.readLine()).startsWith("failure TUN device wccp0").contains("deleted");
  }

  @Test
  @DisplayName("an interface may go down and come back: the capture goes on")
  void survivesInterfaceDown() throws IOException, InterruptedException {
    assertThat(tell("start")).isEqualTo("started");

    network.inNode("ip link set n0 down");
    assertThat(tell("counts")).isEqualTo("seen 0 delivered 0 given-back 0 lost 0 kernel-drops 0");
    network.inNode("ip link set n0 up");
    network.awaitCable();
    routerSends("192.0.2.1", SYN);

    assertThat(tell("read")).isEqualTo("tcp flags 14 from port 80");
  }

  /// A packet is counted when it has been delivered, and may have had its answer before.
  private void awaitCounts(String expected) throws IOException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String counts = tell("counts");
    while (!counts.contains(expected) && System.nanoTime() < until) {
      counts = tell("counts");
    }
    assertThat(counts).contains(expected);
  }

  private static int seen(String counts) {
    return Integer.parseInt(counts.split(" ", -1)[1]);
  }

  private String tell(String line) throws IOException {
    var out = node.outputWriter(UTF_8);
    out.write(line + "\n");
    out.flush();
    return answers.readLine();
  }

  private void routerSendsPieces(int identification, String... pieces)
      throws IOException, InterruptedException {
    var arguments = new ArrayList<String>(List.of("192.0.2.1", "192.0.2.11"));
    arguments.addAll(List.of(String.valueOf(identification), LONG_SYN));
    arguments.addAll(List.of(pieces));
    Process router = network.javaInRouter(FragmentProgram.class, arguments.toArray(String[]::new));
    assertThat(router.inputReader(UTF_8).readLine()).isEqualTo("true");
    assertThat(router.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  private void routerSends(String source, String gre) throws IOException, InterruptedException {
    assertThat(HexFormat.of().parseHex(gre)).hasSizeGreaterThanOrEqualTo(48);
    Process router = network.javaInRouter(RouterProgram.class, source, "192.0.2.11", gre);
    assertThat(router.inputReader(UTF_8).readLine()).isEqualTo("true");
    assertThat(router.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }
}
