package dev.weir.cli.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What pages show can be typed. Which keys YAML has is `ConfigSchemaTest`'s, what blocks marked
/// `sh run` do is `BlocksIT`'s.
final class BlocksTest {
  private static final String GENERATED = "docs/commands.md";

  @Test
  @DisplayName("every block of a shell has a syntax that bash takes; one that has not is found")
  void shell() throws Exception {
    List<Block> blocks = blocks(Block::isShell);
    assertThat(blocks).hasSizeGreaterThan(60);
    assertThat(wrong(blocks)).isEmpty();

    var broken =
        new Source("x.md", "a\n\n    weir show cluster | ( grep x\n\n```sh\nif true\n```\n");
    assertThat(wrong(Block.of(broken))).containsExactly("x.md:3", "x.md:6");
  }

  @Test
  @DisplayName("every block of YAML or JSON is one; one that is not is found")
  void trees() {
    List<Block> yaml = blocks(Block::isYaml);
    assertThat(yaml).hasSizeGreaterThan(25);
    assertThat(unread(yaml, new YAMLMapper())).isEmpty();
    assertThat(unread(blocks(Block::isJson), new JsonMapper())).isEmpty();

    var broken = new Source("x.md", "    node: { name: [a }\n\n```json\n{\"a\": }\n```\n");
    assertThat(unread(Block.of(broken).subList(0, 1), new YAMLMapper())).containsExactly("x.md:1");
    assertThat(unread(Block.of(broken).subList(1, 2), new JsonMapper())).containsExactly("x.md:4");
  }

  @Test
  @DisplayName("a page's blocks are those indented behind an empty line, and those between fences")
  void reading() {
    var page =
        new Source(
            "x.md",
            "- a\n    not one\n\n    weir top\n      b\ntext\n```sh run\n./weir help\n\nx\n```\n    y: 1\n");
    assertThat(Block.of(page))
        .containsExactly(
            new Block("x.md", 4, "", "weir top\n  b\n"),
            new Block("x.md", 8, "sh run", "./weir help\n\nx\n"),
            new Block("x.md", 12, "", "y: 1\n"));
    assertThat(Block.of(page)).extracting(Block::runs).containsExactly(false, true, false);
    assertThat(Block.of(page)).extracting(Block::isShell).containsExactly(true, true, false);
    assertThat(Block.of(page)).extracting(Block::isYaml).containsExactly(false, false, true);
  }

  @Test
  @DisplayName("every link from a page leads to a file of this repository, and to a heading in it")
  void links() {
    assertThat(LinkRule.problems(pages(), Repository.root())).isEmpty();

    var x =
        new Source("docs/x.md", "# A b\n[a](#a-b) [b](#a) [c](y.md) [d](https://example.com/z)");
    assertThat(LinkRule.problems(List.of(x), Repository.root()))
        .containsExactly("docs/x.md: #a", "docs/x.md: y.md");
  }

  private static List<String> wrong(List<Block> blocks) throws IOException, InterruptedException {
    var wrong = new ArrayList<String>();
    for (Block block : blocks) {
      Process bash =
          new ProcessBuilder("bash", "-n")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (var in = bash.getOutputStream()) {
        in.write(block.text().getBytes(StandardCharsets.UTF_8));
      }
      if (bash.waitFor() != 0) {
        wrong.add(block.where());
      }
    }
    return wrong;
  }

  private static List<String> unread(List<Block> blocks, ObjectMapper mapper) {
    return blocks.stream().filter(it -> !reads(it, mapper)).map(Block::where).toList();
  }

  private static boolean reads(Block block, ObjectMapper mapper) {
    try (var documents = mapper.readerFor(JsonNode.class).readValues(block.text())) {
      return !documents.readAll().isEmpty();
    } catch (JacksonException _) {
      return false;
    }
  }

  private static List<Block> blocks(Predicate<Block> kind) {
    return pages().stream().map(Block::of).flatMap(List::stream).filter(kind).toList();
  }

  /// The pages that people write.
  static List<Source> pages() {
    return Repository.sources().stream()
        .filter(it -> it.path().endsWith(".md") && !it.path().equals(GENERATED))
        .filter(it -> Stream.of("docs/", "README", "CONTRIBUTING").anyMatch(it.path()::startsWith))
        .toList();
  }
}
