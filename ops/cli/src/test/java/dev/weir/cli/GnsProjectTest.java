package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The appliance and the project for GNS3. Their keys are listed here after what GNS3 2.2 reads and
/// writes: it refuses unknown ones.
final class GnsProjectTest {
  private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  /// Keys of an object: those it needs, and those it may have.
  private record Keys(Set<String> needed, Set<String> allowed) {
    List<String> problems(JsonNode object) {
      var names = new TreeSet<>(object.propertyNames());
      var problems = new ArrayList<String>();
      needed.stream().filter(it -> !names.contains(it)).forEach(it -> problems.add("no " + it));
      names.stream()
          .filter(it -> !needed.contains(it) && !allowed.contains(it))
          .forEach(it -> problems.add("strange " + it));
      return problems;
    }
  }

  private static final Keys APPLIANCE =
      new Keys(
          Set.of(
              "appliance_id",
              "name",
              "category",
              "description",
              "vendor_name",
              "vendor_url",
              "product_name",
              "registry_version",
              "status",
              "maintainer",
              "maintainer_email"),
          Set.of("availability", "usage", "symbol", "port_name_format", "docker"));
  private static final Keys APPLIANCE_DOCKER =
      new Keys(Set.of("adapters", "image"), Set.of("start_command", "environment", "console_type"));
  private static final Keys PROJECT =
      new Keys(
          Set.of("project_id", "type", "revision", "version", "name", "topology"),
          Set.of("auto_start", "auto_open", "auto_close"));
  private static final Keys TOPOLOGY =
      new Keys(Set.of("nodes", "links", "drawings", "computes"), Set.of());
  private static final Keys NODE =
      new Keys(
          Set.of("name", "node_type", "compute_id", "node_id", "properties"),
          Set.of("console_type", "symbol", "x", "y", "z", "port_name_format"));
  private static final Keys LINK =
      new Keys(Set.of("link_id", "nodes"), Set.of("link_type", "suspend", "filters"));
  private static final Keys END =
      new Keys(Set.of("node_id", "adapter_number", "port_number"), Set.of("label"));

  @Test
  @DisplayName("the appliance has the keys of registry version 4 and no others")
  void appliance() throws IOException {
    JsonNode appliance = read("weir.gns3a");
    assertThat(APPLIANCE.problems(appliance)).isEmpty();
    assertThat(APPLIANCE_DOCKER.problems(appliance.path("docker"))).isEmpty();
    assertThat(appliance.path("appliance_id").asString("")).matches(UUID);
    assertThat(appliance.path("registry_version").asInt(0)).isEqualTo(4);
    assertThat(appliance.path("category").asString("")).isEqualTo("guest");
    assertThat(appliance.path("status").asString("")).isEqualTo("experimental");
  }

  @Test
  @DisplayName("a missing and a strange key are found")
  void findsKeys() throws IOException {
    var appliance = (ObjectNode) read("weir.gns3a");
    appliance.remove("status");
    appliance.put("extra_volumes", "x");
    assertThat(APPLIANCE.problems(appliance)).containsExactly("no status", "strange extra_volumes");
  }

  @Test
  @DisplayName("the project has the keys of revision 9, and ids of its own")
  void project() throws IOException {
    JsonNode project = read("weir.gns3");
    assertThat(PROJECT.problems(project)).isEmpty();
    assertThat(project.path("type").asString("")).isEqualTo("topology");
    assertThat(project.path("revision").asInt(0)).isEqualTo(9);
    assertThat(TOPOLOGY.problems(project.path("topology"))).isEmpty();
    var ids = new ArrayList<>(List.of(project.path("project_id").asString("")));
    for (JsonNode node : project.at("/topology/nodes")) {
      assertThat(NODE.problems(node)).isEmpty();
      assertThat(node.path("node_type").asString("")).isIn("docker", "ethernet_switch");
      ids.add(node.path("node_id").asString(""));
    }
    project.at("/topology/links").forEach(link -> ids.add(link.path("link_id").asString("")));
    assertThat(ids).doesNotHaveDuplicates().allMatch(it -> it.matches(UUID));
    assertThat(text("check.sh")).contains("ending=." + ids.getFirst() + "\n");
  }

  @Test
  @DisplayName("every end of a cable is a port that a node has, used once")
  void cables() throws IOException {
    JsonNode topology = read("weir.gns3").path("topology");
    var ports = new HashSet<String>();
    for (JsonNode node : topology.path("nodes")) {
      String id = node.path("node_id").asString("");
      JsonNode properties = node.path("properties");
      for (int i = 0; i < properties.path("adapters").asInt(0); i++) {
        ports.add(id + " " + i + " 0");
      }
      for (JsonNode port : properties.path("ports_mapping")) {
        ports.add(id + " 0 " + port.path("port_number").asInt(-1));
      }
    }
    for (JsonNode link : topology.path("links")) {
      assertThat(LINK.problems(link)).isEmpty();
      assertThat(link.path("nodes").size()).isEqualTo(2);
      for (JsonNode end : link.path("nodes")) {
        assertThat(END.problems(end)).isEmpty();
        assertThat(ports.remove(port(end))).as(end.toString()).isTrue();
      }
    }
    assertThat(ports).as("ports without a cable").isEmpty();
  }

  private static String port(JsonNode end) {
    return "%s %d %d"
        .formatted(
            end.path("node_id").asString(""),
            end.path("adapter_number").asInt(-1),
            end.path("port_number").asInt(-1));
  }

  @Test
  @DisplayName("each container's files go to its own id, and its image is the labs'")
  void filesOfNodes() throws IOException {
    String place = text("place");
    String sim = Files.readString(ShippedLab.SIM.folder().resolve("sim.clab.yml"));
    for (JsonNode node : read("weir.gns3").at("/topology/nodes")) {
      if (node.path("node_type").asString("").equals("docker")) {
        String name = node.path("name").asString("");
        assertThat(place)
            .contains("files " + name + " " + node.path("node_id").asString("") + "\n");
        assertThat(ShippedLab.GNS3.folder().resolve("interfaces").resolve(name)).exists();
        assertThat(sim).contains("image: " + node.at("/properties/image").asString("?") + "\n");
      }
    }
  }

  private static JsonNode read(String name) throws IOException {
    return JsonMapper.shared().readTree(text(name));
  }

  private static String text(String name) throws IOException {
    return Files.readString(ShippedLab.GNS3.folder().resolve(name));
  }
}
