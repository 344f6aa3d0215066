package dev.weir.gre.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Real packets back to a router, between namespaces of this test.
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PacketReturnIT {
  private static final String GRE = "0000883e";

  // A SYN 198.51.100.7:40000 -> 203.0.113.80:80 with four octets of IP options.
  private static final String SYN_WITH_OPTIONS =
      "4600002c000140004006d13dc6336407cb00715001010101"
          + "9c400050000003e8000000005002ffffa8de0000";

  // GRE in IPv4 192.0.2.11 -> 192.0.2.1, which the router's socket hears as it is.
  private static final String TO_THE_ROUTER = "4500001c00014000402fb6a5c000020bc0000201";

  private NetworkPair network;
  private Process node;
  private BufferedReader answers;

  @BeforeEach
  void startNode() throws IOException, InterruptedException {
    RequiresDevices.check();
    network = new NetworkPair();
    node = network.javaInNode(NodeProgram.class, "pcap");
    answers = node.inputReader(UTF_8);
    assertThat(answers.readLine()).isEqualTo("open");
    network.routeClientsThrough("wccp0");
    assertThat(tell("start")).isEqualTo("started");
  }

  @AfterEach
  void tearDown() throws IOException, InterruptedException {
    if (network != null) {
      network.remove();
    }
  }

  @Test
  @DisplayName("§6.4 a packet goes back to its router with its redirect header, unchanged")
  void copiesTheHeader() throws IOException, InterruptedException {
    var returned = listenAt("192.0.2.1");

    routerSends("192.0.2.1", GRE + "fd0011ea" + SYN_WITH_OPTIONS);

    assertThat(returned.readLine()).isEqualTo(GRE + "fd0011ea" + SYN_WITH_OPTIONS);
    awaitCounts("seen 1 delivered 0 given-back 1 lost 0 kernel-drops 0");
  }

  @Test
  @DisplayName("§6.4 without one, it gets an all-zero header")
  void addsAnEmptyHeader() throws IOException, InterruptedException {
    var returned = listenAt("192.0.2.1");

    routerSends("192.0.2.1", GRE + SYN_WITH_OPTIONS);

    assertThat(returned.readLine()).isEqualTo(GRE + "00000000" + SYN_WITH_OPTIONS);
  }

  @Test
  @DisplayName("§6.4 to a router of version 1 it goes back without one")
  void staysBare() throws IOException, InterruptedException {
    var returned = listenAt("192.0.2.2");

    routerSends("192.0.2.2", GRE + SYN_WITH_OPTIONS);

    assertThat(returned.readLine()).isEqualTo(GRE + SYN_WITH_OPTIONS);
  }

  @Test
  @DisplayName("§6.4 by L2 the packet itself comes to the router; without a router it is lost")
  void handsOver() throws IOException, InterruptedException {
    var returned = listenAt("192.0.2.1");

    assertThat(tell("give L2 " + TO_THE_ROUTER + GRE + "00000000")).isEqualTo("true");
    assertThat(tell("give NONE " + TO_THE_ROUTER + GRE + "00000000")).isEqualTo("false");

    assertThat(returned.readLine()).isEqualTo(GRE + "00000000");
    awaitCounts("seen 0 delivered 0 given-back 1 lost 1 kernel-drops 0");
  }

  /// A packet is counted when it has gone, and may be there before.
  private void awaitCounts(String expected) throws IOException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String counts = tell("counts");
    while (!counts.equals(expected) && System.nanoTime() < until) {
      counts = tell("counts");
    }
    assertThat(counts).isEqualTo(expected);
  }

  private BufferedReader listenAt(String router) throws IOException {
    var returned = network.javaInRouter(ReturnProgram.class, router).inputReader(UTF_8);
    assertThat(returned.readLine()).isEqualTo("listening");
    return returned;
  }

  private String tell(String line) throws IOException {
    var out = node.outputWriter(UTF_8);
    out.write(line + "\n");
    out.flush();
    return answers.readLine();
  }

  private void routerSends(String source, String gre) throws IOException, InterruptedException {
    Process router = network.javaInRouter(RouterProgram.class, source, "192.0.2.11", gre);
    assertThat(router.inputReader(UTF_8).readLine()).isEqualTo("true");
    assertThat(router.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }
}
