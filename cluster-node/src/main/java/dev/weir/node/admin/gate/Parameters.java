package dev.weir.node.admin.gate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The parameters of a request: those of its query, and over them the members of its body, which is
/// a flat object of JSON.
public final class Parameters {
  private static final int DEPTH_MAX = 32;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                  .build())
          .build();

  private Parameters() {}

  /// The first value of each; empty where the body is no object of texts, numbers and flags.
  public static Optional<Map<String, String>> of(Map<String, List<String>> query, String body) {
    var parameters = new LinkedHashMap<String, String>();
    query.forEach((name, values) -> parameters.put(name, values.getFirst()));
    if (body.isBlank()) {
      return Optional.of(parameters);
    }
    try {
      JsonNode tree = JSON.readTree(body);
      boolean flat = tree.isObject() && tree.valueStream().allMatch(JsonNode::isValueNode);
      if (!flat) {
        return Optional.empty();
      }
      tree.propertyStream()
          .filter(member -> !member.getValue().isNull())
          .forEach(member -> parameters.put(member.getKey(), member.getValue().asString()));
      return Optional.of(parameters);
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }
}
