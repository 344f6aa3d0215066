package dev.weir.cli.status;

import dev.weir.cli.show.Answer;
import dev.weir.cli.show.recent.EventsText;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a program says of itself, as far as a glance needs it. Absent: it does not have the page.
///
/// @param from whom it is of, `HOST:PORT`
/// @param ready what `/readyz` says
/// @param wccp its conversations, of a node or of a router
/// @param events what happened, oldest first
record Glance(
    String from,
    Optional<Ready> ready,
    Optional<JsonNode> wccp,
    Optional<Samples> numbers,
    List<EventsText.Event> events) {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /// Whether it does its work, and what is missing.
  record Ready(boolean ready, List<String> reasons) {
    /// Keeps a list that is never null.
    Ready {
      reasons = Answer.listOf(reasons);
    }
  }

  /// Reads pages; one that is something else is as good as absent.
  static Glance of(
      String from,
      @Nullable String ready,
      @Nullable String wccp,
      @Nullable String metrics,
      @Nullable String events) {
    return new Glance(
        from,
        read(ready, Ready.class),
        read(wccp, JsonNode.class),
        Optional.ofNullable(metrics).map(Samples::of),
        read(events, EventsText.Events.class).map(EventsText.Events::events).orElse(List.of()));
  }

  private static <T> Optional<T> read(@Nullable String json, Class<T> type) {
    try {
      return json == null ? Optional.empty() : Optional.ofNullable(JSON.readValue(json, type));
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  /// The same node's side of WCCP, if it is one.
  Optional<Answer.NodeWccp> node() {
    return wccp.filter(it -> it.has("node")).map(it -> JSON.treeToValue(it, Answer.NodeWccp.class));
  }

  /// Whether it is a router.
  boolean isRouter() {
    return wccp.filter(it -> it.path("router").isObject()).isPresent();
  }
}
