package dev.weir.gre.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A router that sends nothing but nonsense, as fast as a node can take it.
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MalformedFloodIT {
  private static final long PACKETS = 1_000_000;
  private static final long LAST_ONES_SECONDS = 60;

  private NetworkPair network;

  @BeforeEach
  void requireDevices() throws IOException, InterruptedException {
    RequiresDevices.check();
    network = new NetworkPair();
  }

  @AfterEach
  void tearDown() throws IOException, InterruptedException {
    if (network != null) {
      network.remove();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pcap", "raw", "ring"})
  @DisplayName("F2 of a million malformed packets each is counted once, by its own reason")
  void countsEach(String engine) throws IOException, InterruptedException {
    Process node = network.javaInNode(NodeProgram.class, engine);
    BufferedReader answers = node.inputReader(UTF_8);
    assertThat(answers.readLine()).isEqualTo("open");
    network.routeClientsThrough("wccp0");
    assertThat(tell(node, answers, "start")).isEqualTo("started");

    Process router =
        network.javaInRouter(
            FloodProgram.class, "192.0.2.1", "192.0.2.11", String.valueOf(PACKETS));
    var sent = numbers(router.inputReader(UTF_8).readLine());
    assertThat(router.waitFor(60, TimeUnit.SECONDS)).isTrue();

    Map<String, Long> seen = Map.of();
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_ONES_SECONDS);
    while (sum(seen) + network.unseenByNode() < PACKETS && System.nanoTime() < until) {
      seen = numbers(tell(node, answers, "reasons"));
    }
    assertThat(sum(sent)).isEqualTo(PACKETS);
    long unseen = network.unseenByNode();
    assertThat(sum(seen) + unseen).as("reasons and what the kernel lost").isEqualTo(PACKETS);
    assertThat(seen.keySet())
        .as("none delivered, none given back")
        .isSubsetOf(kinds(sent).keySet());
    if (seen.getOrDefault("lost", 0L) + unseen == 0) {
      sent.put("lost", 0L);
      assertThat(seen).isEqualTo(sent);
    }
  }

  private static Map<String, Long> kinds(Map<String, Long> sent) {
    var kinds = new TreeMap<>(sent);
    kinds.put("lost", 0L);
    return kinds;
  }

  private static Map<String, Long> numbers(String line) {
    var numbers = new TreeMap<String, Long>();
    Arrays.stream(line.strip().split(" "))
        .map(word -> word.split("="))
        .forEach(word -> numbers.put(word[0], Long.parseLong(word[1])));
    return numbers;
  }

  private static long sum(Map<String, Long> numbers) {
    return numbers.values().stream().mapToLong(Long::longValue).sum();
  }

  private static String tell(Process node, BufferedReader answers, String line) throws IOException {
    var out = node.outputWriter(UTF_8);
    out.write(line + "\n");
    out.flush();
    return answers.readLine();
  }
}
