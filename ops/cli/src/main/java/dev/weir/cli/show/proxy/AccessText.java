package dev.weir.cli.show.proxy;

import dev.weir.cli.show.Text;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `/v1/access` and `/v1/access/explain` as text.
public final class AccessText {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int COLUMN = 9;

  private AccessText() {}

  /// As text for a terminal.
  public static String of(JsonNode page) {
    var text = new Text();
    rules(text, "Rules", page.path("rules"));
    rules(text, "Answers", page.path("responses"));
    text.field(0, COLUMN, "Login", page.path("login").asBoolean(false) ? "wanted" : "no");
    if (page.path("lists").isEmpty()) {
      return text.line("").line("There are no lists.").toString();
    }
    text.line("").line(" Domains  Prefixes  Expressions      Octets  Read s ago  List");
    for (JsonNode list : page.path("lists")) {
      text.line(
          "%8d  %8d  %11d  %10d  %10d  %s%s"
              .formatted(
                  list.path("domains").asLong(0),
                  list.path("prefixes").asLong(0),
                  list.path("expressions").asLong(0),
                  list.path("bytes").asLong(0),
                  list.path("ageSeconds").asLong(0),
                  word(list, "name"),
                  list.path("failing").asBoolean(false) ? " (its files cannot be read now)" : ""));
      long bad = list.path("badLines").asLong(0);
      if (bad > 0) {
        text.line("          " + bad + " lines could not be read:");
      }
      list.path("bad").forEach(it -> text.line("          " + Text.value(it.asString(""))));
    }
    return text.toString();
  }

  private static void rules(Text text, String title, JsonNode rules) {
    if (rules.isEmpty()) {
      text.field(0, COLUMN, title, "none: everything is allowed");
    }
    for (JsonNode rule : rules) {
      text.field(0, COLUMN, title, word(rule, "then") + " by " + word(rule, "name"));
    }
  }

  /// What the rules say of a request; empty when `json` is not such a page.
  public static Optional<String> verdict(String json) {
    try {
      JsonNode page = JSON.readTree(json);
      if (!page.has("request")) {
        return Optional.empty();
      }
      var text = new Text();
      said(text, "Request", page.path("request"), page.path("rules").asLong(0));
      if (page.has("response")) {
        said(text, "Answer", page.path("response"), page.path("rules").asLong(0));
      }
      return Optional.of(text.toString());
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  private static void said(Text text, String what, JsonNode verdict, long rules) {
    String by = word(verdict, "rule");
    text.field(
        0,
        COLUMN,
        what,
        word(verdict, "then")
            + (by.isEmpty() ? ": none of " + rules + " rules decides" : " by " + by));
  }

  private static String word(JsonNode page, String name) {
    return Text.value(page.path(name).asString(""));
  }
}
