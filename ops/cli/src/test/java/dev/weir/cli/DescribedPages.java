package dev.weir.cli;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What `openapi.json` says of a node's pages, as JSON Schema: what it does not name may not be
/// there.
final class DescribedPages {
  private static final Path FILE =
      Path.of("../../cluster-node/src/main/resources/dev/weir/node/page/overview/openapi.json");
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final JsonNode description;

  DescribedPages() throws IOException {
    description = JsonMapper.shared().readTree(Files.readString(FILE));
    close(description.path("components"));
    close(description.path("paths"));
  }

  /// The paths that are read and answer with JSON.
  List<String> readable() {
    return description
        .path("paths")
        .propertyStream()
        .filter(path -> path.getValue().at("/get/responses/200/content").has("application/json"))
        .map(path -> path.getKey())
        .filter(path -> !path.endsWith(".json"))
        .toList();
  }

  /// Where an answer is not what is described.
  List<String> complaints(String path, int status, String answer) {
    JsonNode responses = description.path("paths").path(path).at("/get/responses");
    JsonNode one = responses.path(Integer.toString(status));
    JsonNode schema =
        (one.isMissingNode() ? responses.path("default") : one)
            .path("content")
            .path("application/json")
            .path("schema");
    if (!(schema.deepCopy() instanceof ObjectNode whole)) {
      return List.of("nothing is said of " + status);
    }
    whole.set("components", description.path("components"));
    return REGISTRY.getSchema(whole.toString()).validate(answer, InputFormat.JSON).stream()
        .map(Object::toString)
        .toList();
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("properties").isObject()
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(DescribedPages::close);
  }
}
