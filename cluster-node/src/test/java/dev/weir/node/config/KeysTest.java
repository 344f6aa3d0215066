package dev.weir.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.yaml.KeyDescription;
import dev.weir.node.reload.LivePart;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Keeps `docs/configuration.md` equal to what the readers ask for.
///
/// `-Dweir.docs.rewrite=true` writes the page anew.
final class KeysTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @Test
  @DisplayName("docs/configuration.md says what the node reads")
  void pageIsCurrent() throws Exception {
    if (Boolean.getBoolean("weir.docs.rewrite")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, page());
    }
    assertThat(PAGE).as("rewrite it with -Dweir.docs.rewrite=true").hasContent(page());
  }

  @Test
  @DisplayName("every key has a type, a unit, a default and a sentence")
  void everyKeyIsDescribed() {
    assertThat(NodeConfig.keys())
        .hasSizeGreaterThan(20)
        .allSatisfy(key -> {
          assertThat(key.type()).isNotBlank();
          assertThat(key.unit()).isNotBlank();
          assertThat(key.initial()).isNotBlank();
          assertThat(key.sentence()).matches("(?s)[A-Z].*\\.");
        });
  }

  private static String page() {
    var page =
        new StringBuilder(
            """
            # Configuration of a node

            One YAML file, given with `weir node --config FILE`. This page is generated from the
            code that reads the file; a test compares the two.

            An unknown key, a repeated key or a wrong value refuses the file: every problem is
            printed with its line and what to write instead, and the exit status is 2. Durations
            are written `500ms`, `10s`, `1m`; sizes `64MiB`; prefixes in CIDR notation. A secret
            never stands in the file: `file:PATH` names a file (a relative path begins at the
            folder of the configuration), `env:NAME` a variable of the environment.

            A running node takes up what is marked *live*, by SIGHUP or `weir config apply`; the
            rest it reads when it starts: [change a running node](changes.md).

            | key | type | unit or values | default | taken up | what it does |
            |---|---|---|---|---|---|
            """);
    for (KeyDescription key : NodeConfig.keys()) {
      page.append("| `%s` | %s | %s | ".formatted(key.path(), key.type(), key.unit()));
      page.append(
          switch (key.initial()) {
            case "required", "none" -> key.initial();
            default -> "`" + key.initial() + "`";
          });
      boolean live = LivePart.of(key.path()).isPresent();
      page.append(live ? " | live | " : " | restart | ").append(key.sentence()).append(" |\n");
    }
    return page.toString();
  }
}
