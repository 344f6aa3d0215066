package dev.weir.cli.show.snmp;

import dev.weir.cli.show.Text;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/// `/v1/snmp` of a node as text.
public final class SnmpText {
  private static final int COLUMN = 12;

  private SnmpText() {}

  /// As text for a terminal.
  public static String of(JsonNode page) {
    var text = new Text();
    text.field(0, COLUMN, "Listens", page.path("listen").asString(""));
    text.field(0, COLUMN, "Engine", page.path("engine").asString(""));
    text.field(0, COLUMN, "Version 2c", page.path("version2c").asBoolean(false) ? "yes" : "no");
    text.field(0, COLUMN, "Users", joined(page.path("users")));
    text.field(0, COLUMN, "Clients", joined(page.path("clients")));
    text.field(0, COLUMN, "Traps to", joined(page.path("traps")));
    text.field(0, COLUMN, "Traps sent", page.path("trapsSent").asLong(0));
    text.line("").line("Asked");
    page.path("asked")
        .properties()
        .forEach(it -> {
          if (it.getValue().asLong(0) > 0) {
            text.field(2, COLUMN + 2, Text.value(it.getKey()), it.getValue().asLong(0));
          }
        });
    return text.toString();
  }

  private static String joined(JsonNode list) {
    var joined = new StringJoiner(", ").setEmptyValue("-none-");
    list.forEach(it -> joined.add(it.asString("")));
    return joined.toString();
  }
}
