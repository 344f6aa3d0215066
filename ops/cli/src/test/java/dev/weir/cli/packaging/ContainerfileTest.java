package dev.weir.cli.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The Containerfile, by the usual rules for such files, and beside the image made without a
/// builder.
final class ContainerfileTest {
  private static final Path PACKAGING = Path.of("../packaging");

  private List<String> lines = List.of();
  private JsonNode config = JsonMapper.shared().nullNode();

  @BeforeEach
  void read() throws IOException {
    String text = Files.readString(PACKAGING.resolve("Containerfile"));
    lines =
        text.replace("\\\n", " ")
            .lines()
            .map(line -> line.replaceAll(" +", " "))
            .filter(line -> !line.startsWith("#"))
            .toList();
    config = JsonMapper.shared().readTree(PACKAGING.resolve("image/config.json")).get("config");
  }

  @Test
  @DisplayName("Its base is named with a registry and a tag that is not latest")
  void base() {
    assertThat(of("FROM"))
        .singleElement()
        .asString()
        .matches("[a-z.]+/[a-z/]+:(?!latest)[a-z0-9.-]+");
  }

  @Test
  @DisplayName("Packages come without recommended ones, and no lists of packages stay")
  void packages() {
    assertThat(of("RUN"))
        .filteredOn(run -> run.contains("apt-get"))
        .isNotEmpty()
        .allSatisfy(run ->
            assertThat(run)
                .contains(
                    "apt-get update &&",
                    "install -y --no-install-recommends",
                    "rm -rf /var/lib/apt/lists/*"));
  }

  @Test
  @DisplayName("Programs are named as lists of words, without a shell")
  void words() {
    assertThat(of("ENTRYPOINT")).singleElement().asString().startsWith("[");
    assertThat(of("CMD")).singleElement().asString().startsWith("[");
    assertThat(of("HEALTHCHECK")).singleElement().asString().contains(" CMD [");
  }

  @Test
  @DisplayName("What it runs, opens and keeps is what the image made without it does")
  void alike() {
    var json = JsonMapper.shared();
    assertThat(json.readTree(of("ENTRYPOINT").getFirst())).isEqualTo(config.get("Entrypoint"));
    assertThat(json.readTree(of("CMD").getFirst())).isEqualTo(config.get("Cmd"));
    assertThat(List.of(of("EXPOSE").getFirst().split(" ")))
        .containsExactlyInAnyOrderElementsOf(config.get("ExposedPorts").propertyNames());
    assertThat(json.readTree(of("VOLUME").getFirst()).valueStream().map(JsonNode::asString))
        .containsExactlyInAnyOrderElementsOf(config.get("Volumes").propertyNames());
    assertThat(of("STOPSIGNAL").getFirst()).isEqualTo(config.get("StopSignal").asString());
    String health = of("HEALTHCHECK").getFirst();
    assertThat("[\"CMD\", " + health.substring(health.indexOf('[') + 1))
        .isEqualTo(
            "["
                + String.join(
                    ", ",
                    config
                        .get("Healthcheck")
                        .get("Test")
                        .valueStream()
                        .map(JsonNode::toString)
                        .toList())
                + "]");
  }

  /// What stands behind a word at the beginning of lines.
  private List<String> of(String instruction) {
    return lines.stream()
        .filter(line -> line.startsWith(instruction + " "))
        .map(line -> line.substring(instruction.length() + 1))
        .toList();
  }
}
