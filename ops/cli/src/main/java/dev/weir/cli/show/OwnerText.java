package dev.weir.cli.show;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `/v1/ownership` as text: by what table URLs are owned, and where one of them lives.
public final class OwnerText {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int COLUMN = 18;

  private OwnerText() {}

  /// The page as text for a terminal; empty when `json` is not such a page.
  public static Optional<String> of(String json) {
    try {
      JsonNode page = JSON.readTree(json);
      return page.has("kept") ? Optional.of(text(page)) : Optional.empty();
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  private static String text(JsonNode page) {
    var text = new Text();
    if (!page.path("kept").asString("").equals("by-owner")) {
      return text.line("This node has no link to others: it keeps whatever comes to it.")
          .toString();
    }
    JsonNode epoch = page.path("epoch");
    if (!epoch.isObject()) {
      return text.line("No table is in force yet: nothing is kept.").toString();
    }
    text.field(0, COLUMN, "Epoch", epoch.path("number").asString("") + by(epoch));
    text.field(0, COLUMN, "Designated", word(epoch, "designated"));
    text.field(0, COLUMN, "Keeps", page.path("stores").asBoolean(false) ? "yes" : "no, cut off");
    text.field(0, COLUMN, "Hosts known", word(page, "hostsKnown"));
    text.field(0, COLUMN, "Hosts spread", word(page, "hostsSpread"));
    JsonNode residence = page.path("residence");
    if (residence.isObject()) {
      residence(text.line("").field(0, COLUMN, "URL", word(page, "url")), residence);
    }
    return text.toString();
  }

  private static void residence(Text text, JsonNode residence) {
    text.field(0, COLUMN, "Owner", word(residence, "owner"));
    if (!residence.has("owner")) {
      text.line("Nobody has asked for its host here: ask " + word(residence, "directory") + ".");
      return;
    }
    boolean spread = residence.path("spread").asBoolean(false);
    text.field(0, COLUMN, "Bucket", word(residence, "bucket") + (spread ? " of the URL" : ""));
    text.field(0, COLUMN, "Home of the host", word(residence, "home"));
    text.field(0, COLUMN, "Directory", word(residence, "directory"));
    text.field(0, COLUMN, "Since epoch", word(residence, "tenure"));
    text.field(0, COLUMN, "Owner before", word(residence, "before"));
  }

  private static String by(JsonNode epoch) {
    return epoch.path("by").asString("").equals("routers")
        ? ", as the routers echo it"
        : ", as the grid has it";
  }

  private static @Nullable String word(JsonNode page, String name) {
    JsonNode value = page.path(name);
    return value.isMissingNode() || value.isNull() ? null : value.asString();
  }
}
