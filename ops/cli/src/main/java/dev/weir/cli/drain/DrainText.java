package dev.weir.cli.drain;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a node says of its being drained, as a line.
final class DrainText {
  private DrainText() {}

  /// One line.
  static String of(String json) {
    JsonNode page = tree(json);
    if (!page.path("draining").isBoolean()) {
      return "It gave something else. Is it a Weir node?";
    }
    if (!page.path("draining").asBoolean(false)) {
      return "not drained";
    }
    int connections = page.path("connections").asInt(0);
    if (page.path("left").asBoolean(false)) {
      return "drained; connections still open: " + connections;
    }
    int buckets = page.path("buckets").asInt(0);
    return buckets > 0
        ? "waiting until the routers give others its buckets: " + buckets
        : "waiting for its connections to end: " + connections;
  }

  /// Whether there is nothing left to wait for.
  static boolean done(String json) {
    JsonNode page = tree(json);
    return page.path("draining").asBoolean(false) && page.path("left").asBoolean(false);
  }

  private static JsonNode tree(String json) {
    try {
      return JsonMapper.shared().readTree(json);
    } catch (JacksonException _) {
      return JsonMapper.shared().createObjectNode();
    }
  }
}
