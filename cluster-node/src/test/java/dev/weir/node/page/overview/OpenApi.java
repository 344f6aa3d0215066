package dev.weir.node.page.overview;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The description of the admin API, as far as it can be held against answers: types, members that
/// are there and members that may not be.
final class OpenApi {
  private final JsonNode root;

  private OpenApi(JsonNode root) {
    this.root = root;
  }

  static OpenApi read() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(SitePages.class.getResourceAsStream("openapi.json"))) {
      return new OpenApi(
          JsonMapper.shared().readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    }
  }

  /// `GET /v1/…` and so on.
  Set<String> operations() {
    var operations = new TreeSet<String>();
    root.path("paths")
        .propertyStream()
        .forEach(path ->
            path.getValue()
                .propertyNames()
                .forEach(method ->
                    operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    return operations;
  }

  Set<String> paths() {
    return new TreeSet<>(root.path("paths").propertyNames());
  }

  /// Where an answer is not what the description says.
  List<String> complaints(String method, String path, int status, JsonNode answer) {
    JsonNode responses =
        root.path("paths").path(path).path(method.toLowerCase(Locale.ROOT)).path("responses");
    JsonNode response = responses.path(Integer.toString(status));
    JsonNode content =
        (response.isMissingNode() ? responses.path("default") : response).path("content");
    var complaints = new ArrayList<String>();
    check(content.path("application/json").path("schema"), answer, "", complaints);
    return complaints;
  }

  private void check(JsonNode schema, JsonNode value, String at, List<String> complaints) {
    if (schema.has("$ref")) {
      String name = schema.path("$ref").asString().replace("#/components/schemas/", "");
      JsonNode found = root.path("components").path("schemas").path(name);
      check(found, value, at, complaints);
    } else if (schema.has("anyOf")) {
      check(
          value.isNull() ? schema.path("anyOf").get(1) : schema.path("anyOf").get(0),
          value,
          at,
          complaints);
    } else if (schema.isMissingNode() || !fits(schema.path("type"), value)) {
      complaints.add(at + ": " + value + " is no " + schema.path("type"));
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        check(schema.path("items"), value.get(i), at + "[" + i + "]", complaints);
      }
    } else if (value.isObject()) {
      checkMembers(schema, value, at, complaints);
    }
  }

  private void checkMembers(JsonNode schema, JsonNode value, String at, List<String> complaints) {
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.asString())) {
        complaints.add(at + ": no " + name);
      }
    }
    for (var member : value.properties()) {
      JsonNode known = schema.path("properties").path(member.getKey());
      JsonNode others = schema.path("additionalProperties");
      if (known.isMissingNode() && !others.isObject() && schema.has("type")) {
        complaints.add(at + ": unknown " + member.getKey());
      } else if (schema.has("type")) {
        check(
            known.isMissingNode() ? others : known,
            member.getValue(),
            at + "." + member.getKey(),
            complaints);
      }
    }
  }

  private static boolean fits(JsonNode type, JsonNode value) {
    if (type.isMissingNode()) {
      return true;
    }
    return type.isArray()
        ? type.valueStream().anyMatch(it -> fits(it, value))
        : switch (type.asString()) {
          case "string" -> value.isString();
          case "integer" -> value.isIntegralNumber();
          case "number" -> value.isNumber();
          case "boolean" -> value.isBoolean();
          case "array" -> value.isArray();
          case "object" -> value.isObject();
          default -> value.isNull();
        };
  }
}
