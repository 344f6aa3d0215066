package dev.weir.cli.show;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `/v1/explain` as text: key, owner, what is stored, rule, and what a request would get.
public final class ExplainText {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int COLUMN = 9;

  private ExplainText() {}

  /// The page as text for a terminal; empty when `json` is not such a page.
  public static Optional<String> of(String json) {
    try {
      JsonNode page = JSON.readTree(json);
      return page.has("now") && page.has("stored") ? Optional.of(text(page)) : Optional.empty();
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  private static String text(JsonNode page) {
    var text = new Text();
    text.field(0, COLUMN, "Key", word(page, "key"));
    text.field(0, COLUMN, "Owner", word(page, "owner"));
    JsonNode stored = page.path("stored");
    text.field(0, COLUMN, "Stored", stored.isEmpty() ? "nothing" : count(stored.size()));
    stored.forEach(each -> stored(text, each));
    rule(text, page);
    way(text, page);
    text.field(0, COLUMN, "Now", word(page, "now") + ": " + word(page, "why"));
    if (page.has("decidedBy")) {
      text.field(0, COLUMN, "By", "the rule " + word(page, "decidedBy"));
    }
    return text.toString();
  }

  private static String count(int responses) {
    return responses == 1 ? "1 response" : responses + " responses, * for this request";
  }

  private static void stored(Text text, JsonNode it) {
    long fresh = it.path("freshSeconds").asLong(0);
    text.line(
        "  %s %s, %s, %s octets%s, %s s old of %s s by %s: %s%s"
            .formatted(
                it.path("selected").asBoolean(false) ? "*" : " ",
                word(it, "status"),
                word(it, "type"),
                word(it, "bytes"),
                it.path("part").asBoolean(false) ? " of a part" : "",
                word(it, "ageSeconds"),
                word(it, "lifetimeSeconds"),
                word(it, "lifetimeBy"),
                fresh > 0 ? "fresh for " + fresh + " s" : "stale",
                it.path("validator").asBoolean(false) ? ", can be asked after" : ""));
    JsonNode fields = it.path("chosenBy");
    if (!fields.isEmpty()) {
      text.line("    chosen by " + Text.value(fields));
    }
    if (!word(it, "control").isEmpty()) {
      text.line("    it says " + word(it, "control"));
    }
  }

  private static void rule(Text text, JsonNode page) {
    if (page.has("rule")) {
      text.field(0, COLUMN, "Rule", page.path("rule"));
    } else {
      long rules = page.path("rules").asLong(0);
      text.field(
          0, COLUMN, "Rule", rules == 0 ? "there is none" : "none of " + rules + " is about it");
    }
    if (page.has("ruleForAll")) {
      text.field(0, COLUMN, "For all", page.path("ruleForAll"));
    }
  }

  /// Whom it would be asked of, where rules say something about that.
  private static void way(Text text, JsonNode page) {
    if (page.path("chainRules").asLong(0) > 0) {
      String by = page.has("chainRule") ? "by the rule " + word(page, "chainRule") : "by no rule";
      text.field(0, COLUMN, "Way", word(page, "way") + ", " + by + " of proxy.chain");
    }
  }

  private static String word(JsonNode page, String name) {
    return Text.value(page.path(name).asString(""));
  }
}
