package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests that are not understood, or understood in more than one way: `strict/refused.txt`.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProxyRefusalTest {
  private static final Pattern REASON = Pattern.compile("\\(([a-z-]+)\\)");

  private final Scene scene = new Scene();
  private final Map<String, Double> counts = new HashMap<>();

  @AfterAll
  void close() throws IOException {
    scene.close();
  }

  static Stream<Arguments> sections() {
    return Corpus.sections("refused.txt").stream()
        .map(section -> argumentSet(section.sentence(), section));
  }

  @ParameterizedTest(name = "{argumentSetName}")
  @MethodSource("sections")
  @DisplayName("SEC-H refused with a reason, the connection closed, and no request reaches anybody")
  void refused(Corpus.Section section) throws IOException {
    var found = new ArrayList<String>();
    for (String line : section.lines()) {
      found.add(answerTo(line.split(" +", 3)[2]));
    }
    assertThat(found)
        .isEqualTo(section.lines().stream().map(line -> line.replaceAll(" +", " ")).toList());
    assertThat(scene.origin.asked).isEmpty();
    assertThat(scene.node.store.count()).isZero();
  }

  /// As it stands in the corpus.
  private String answerTo(String text) throws IOException {
    try (RawClient client = scene.node.client()) {
      client.sendAll(Corpus.octets(text, scene.host));
      RawClient.Response response = client.read(false);
      assertThat(response.body()).as(text).doesNotContain("<");
      boolean closes = response.field("Connection").equals("close") && client.isClosed();
      Matcher reason = REASON.matcher(response.body());
      String told = reason.find() ? reason.group(1) : "";
      if (told.isEmpty()) {
        return response.status() + " " + text;
      }
      String counter = "weir_http_refused_total{reason=\"" + told + "\"}";
      assertThat(scene.node.metric(counter))
          .as(text)
          .isEqualTo(counts.merge(told, 1.0, Double::sum));
      return ((closes ? "" : "kept ") + response.status() + " " + told + " " + text)
          .replaceAll(" +", " ");
    }
  }
}
