package dev.weir.cli.config;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.weir.node.reload.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What a node says of its configuration, and how it is printed. Pure.
final class ConfigText {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private ConfigText() {}

  /// What is in force.
  record Shown(@Nullable String file, @Nullable String text, @Nullable String onTrialUntil) {}

  /// What came of reading it anew; what does not apply is null.
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Told(
      @Nullable List<Difference> changes,
      @Nullable List<String> warnings,
      @Nullable String until,
      @Nullable List<String> problems,
      @Nullable List<String> keys,
      @Nullable String error) {}

  /// A key, and how it is written before and after.
  record Difference(@Nullable String key, @Nullable String before, @Nullable String after) {}

  static Optional<Shown> shown(String json) {
    return read(json, Shown.class);
  }

  static Optional<Told> told(String json) {
    return read(json, Told.class);
  }

  private static <T> Optional<T> read(String json, Class<T> type) {
    try {
      return Optional.of(JSON.readValue(json, type));
    } catch (JacksonException notThat) {
      return Optional.empty();
    }
  }

  /// Two files beside each other: a line for each key, and what wants a restart.
  static String of(List<Change> changes) {
    var lines = new ArrayList<String>();
    for (Change change : changes) {
      String line =
          line(change.key(), change.before().orElse(null), change.after().orElse(null));
      lines.add(change.isLive() ? line : line + "   (restart)");
    }
    return lines.isEmpty() ? "Nothing is different." : String.join("\n", lines);
  }

  /// What has been put in force.
  static String of(Told told) {
    var lines = new ArrayList<String>();
    for (Difference change : told.changes() == null ? List.<Difference>of() : told.changes()) {
      lines.add(line(String.valueOf(change.key()), change.before(), change.after()));
    }
    if (lines.isEmpty()) {
      lines.add("Nothing is written differently; lists and certificates were read anew.");
    }
    if (told.warnings() != null) {
      lines.addAll(told.warnings());
    }
    if (told.until() != null) {
      lines.add("On trial until " + told.until() + ": 'weir config confirm' keeps it.");
    }
    return String.join("\n", lines);
  }

  private static String line(String key, @Nullable String before, @Nullable String after) {
    return key
        + ": "
        + (before == null ? "not written" : before)
        + " -> "
        + (after == null ? "not written" : after);
  }
}
