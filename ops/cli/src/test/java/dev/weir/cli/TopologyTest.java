package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.weir.lab.net.LabHost;
import dev.weir.lab.net.OriginName;
import dev.weir.lab.net.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The labs for containerlab, by its own schema and by what a schema cannot say.
final class TopologyTest {
  private static final Path SCHEMA = Path.of("src/test/resources/containerlab/clab.schema.json");
  private static final Schema TOPOLOGY = schema();
  private static final Pattern ADDRESS = Pattern.compile("(\\S+?)=([0-9./,]+/\\d+)");
  private static final YAMLMapper YAML = new YAMLMapper();

  @ParameterizedTest
  @EnumSource(
      value = ShippedLab.class,
      names = {"GNS3"},
      mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("containerlab's schema takes the topology, and every file of it is there")
  void topology(ShippedLab lab) throws IOException {
    String text = text(lab);
    assertThat(problems(text)).isEmpty();
    for (JsonNode node : YAML.readTree(text).at("/topology/nodes")) {
      node.path("binds")
          .forEach(bind ->
              assertThat(lab.folder().resolve(bind.asString("").split(":", -1)[0])).exists());
      if (node.has("startup-config")) {
        assertThat(lab.folder().resolve(node.path("startup-config").asString(""))).exists();
      }
    }
  }

  @Test
  @DisplayName("a key that containerlab does not know is refused")
  void refusesStrangeKey() throws IOException {
    String text = text(ShippedLab.SIM);
    assertThat(problems(text.replace("mgmt-ipv4:", "mgmt-ip:"))).isNotEmpty();
    assertThat(problems(text.replace("kind: linux", "kind: weir"))).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = ShippedLab.class,
      names = {"GNS3"},
      mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("every end of a cable is of a node, used once, and somebody waits for it")
  void cables(ShippedLab lab) throws IOException {
    JsonNode topology = YAML.readTree(text(lab)).path("topology");
    var ends = new ArrayList<String>();
    for (JsonNode link : topology.path("links")) {
      assertThat(link.path("endpoints").size()).isEqualTo(2);
      link.path("endpoints").forEach(end -> ends.add(end.asString("")));
    }
    assertThat(ends).doesNotHaveDuplicates();
    for (String end : ends) {
      String[] parts = end.split(":", -1);
      JsonNode node = topology.path("nodes").path(parts[0]);
      assertThat(node.isMissingNode()).as(end).isFalse();
      String command = node.path("cmd").asString("");
      if (!command.isEmpty()) {
        assertThat(command).as(end).containsPattern("(?<=^|[ ,+])" + parts[1] + "(?=[=, ]|$)");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ShippedLab.class,
      names = {"GNS3"},
      mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("Prometheus asks each node where the topology puts it, and the image is this one")
  void numbers(ShippedLab lab) throws IOException {
    String text = text(lab);
    JsonNode nodes = YAML.readTree(text).at("/topology/nodes");
    String prometheus = Files.readString(lab.folder().resolve("prometheus.yml"));
    for (LabHost cache : Plan.CACHES) {
      JsonNode node = nodes.path(cache.name());
      assertThat(prometheus).contains("\"" + node.path("mgmt-ipv4").asString("?") + ":8088\"");
      assertThat(node.path("cmd").asString("")).startsWith("n0=" + cache.address() + "/24 ");
    }
    String version = Files.readString(Path.of("../../pom.xml")).split("</?version>", 4)[1];
    assertThat(text).contains("image: weir:" + version + "\n");
    assertThat(Files.readString(lab.folder().resolve("README.md"))).contains("-" + version + "-");
  }

  @Test
  @DisplayName("the network of sim is that of weir lab: addresses, ways, settings")
  void simIsTheLab() throws IOException {
    JsonNode topology = YAML.readTree(text(ShippedLab.SIM)).path("topology");
    List<String> planned = Plan.commands();
    for (var entry : topology.path("nodes").properties()) {
      String command = entry.getValue().path("cmd").asString("");
      String namespace = "weir-" + entry.getKey();
      for (MatchResult match : ADDRESS.matcher(command).results().toList()) {
        for (String address : match.group(2).split(",", -1)) {
          assertThat(planned)
              .contains("-n " + namespace + " addr add " + address + " dev " + match.group(1));
        }
      }
      Pattern.compile("via=(\\S+)")
          .matcher(command)
          .results()
          .forEach(via ->
              assertThat(planned)
                  .contains("-n " + namespace + " route add default via " + via.group(1)));
    }
    String origins = topology.at("/nodes/origins/cmd").asString("");
    assertThat(OriginName.ALL).allMatch(it -> origins.contains("," + it.address() + "/24"));
    assertThat(settings(topology.at("/groups/weir/sysctls")))
        .isSubsetOf(Plan.settings())
        .hasSize(2);
  }

  private static Set<String> settings(JsonNode sysctls) {
    var settings = new TreeSet<String>();
    sysctls
        .properties()
        .forEach(it -> settings.add(it.getKey().replace('.', '/') + "=" + it.getValue().asInt(-1)));
    return settings;
  }

  private static String text(ShippedLab lab) throws IOException {
    Path folder = lab.folder();
    return Files.readString(folder.resolve(folder.getFileName() + ".clab.yml"));
  }

  private static List<String> problems(String topology) {
    return TOPOLOGY.validate(topology, InputFormat.YAML).stream().map(Object::toString).toList();
  }

  private static Schema schema() {
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(Files.readString(SCHEMA));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
