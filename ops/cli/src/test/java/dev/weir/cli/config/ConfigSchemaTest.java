package dev.weir.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.weir.cli.config.schema.ConfigSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `-Dweir.docs.rewrite=true` writes the schemas under `docs` anew.
final class ConfigSchemaTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Path DOCS = ROOT.resolve("docs");
  private static final Pattern NODE_BLOCK =
      Pattern.compile(
          "(?s)(node|wccp|gre|ownership|cluster|peers|cache|proxy|origin|dns|health|admin|log):.*");
  private static final Pattern ROUTER_BLOCK =
      Pattern.compile("(?s)(router|interfaces|services|timers|faults):.*");
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Schema NODE = REGISTRY.getSchema(ConfigSchema.node());
  private static final Schema ROUTER = REGISTRY.getSchema(ConfigSchema.router());

  @Test
  @DisplayName("docs/*.schema.json are what the readers ask for")
  void filesAreCurrent() throws IOException {
    current(DOCS.resolve("node.schema.json"), ConfigSchema.node());
    current(DOCS.resolve("router.schema.json"), ConfigSchema.router());
  }

  private static void current(Path file, String schema) throws IOException {
    if (Boolean.getBoolean("weir.docs.rewrite")) {
      Files.writeString(file, schema);
    }
    assertThat(file).as("rewrite it with -Dweir.docs.rewrite=true").hasContent(schema);
  }

  @Test
  @DisplayName("every example is good: the files of this repository and the blocks of its pages")
  void examplesAreGood() throws IOException {
    int blocks = 0;
    for (String file : List.of("ops/bench/cache-only.yaml", "ops/bench/peer/weir.yaml")) {
      String text =
          Files.readString(ROOT.resolve(file))
              .replace("@WORK@", "/tmp")
              .replaceAll("@[A-Z]+@", "1");
      assertThat(problems(NODE, text)).as(file).isEmpty();
    }
    try (var pages = Files.list(DOCS)) {
      for (Path page : pages.filter(it -> it.toString().endsWith(".md")).sorted().toList()) {
        for (String block : blocks(Files.readString(page))) {
          if (NODE_BLOCK.matcher(block).matches() && !block.contains("...")) {
            blocks++;
            assertThat(problems(NODE, block)).as(page + "\n" + block).isEmpty();
          } else if (ROUTER_BLOCK.matcher(block).matches()) {
            blocks++;
            assertThat(problems(ROUTER, block)).as(page + "\n" + block).isEmpty();
          }
        }
      }
    }
    assertThat(blocks).isGreaterThan(15);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nodes: {}",
        "node: { name: cache-1 }",
        "node: { name: cache-1, adress: 192.0.2.11 }",
        "node: { name: cache-1, address: 192.0.2.300 }",
        "node: [cache-1]",
        "wccp: { routers: 192.0.2.1 }",
        "wccp: { routers: [192.0.2.1, 192.0.2.1] }",
        "wccp: { version: 3 }",
        "wccp: { password: LabOnly1 }",
        "wccp: { interval: 10 }",
        "wccp: { weight: 70000 }",
        "wccp: { services: [web-cash] }",
        "wccp: { services: [{ id: 90, port: [8080] }] }",
        "cache: { memory: 64MB }",
        "gre: { receive: pcap }",
        "proxy: { reverse: { listen: 192.0.2.1:80 } }",
        "proxy: { forward: { listen: 3128 } }"
      })
  @DisplayName("a bad file of a node is refused")
  void refusesNode(String text) {
    assertThat(problems(NODE, text)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "router: { version: 3 }",
        "interfaces: { eth0: { redirect: [web-cache] } }",
        "interfaces: [eth0]",
        "services: [{ name: web-cache, mode: shut }]",
        "services: [{ name: web-cache, password: LabOnly1 }]",
        "timers: { transmit: 10 }"
      })
  @DisplayName("a bad file of a router is refused")
  void refusesRouter(String text) {
    assertThat(problems(ROUTER, text)).isNotEmpty();
  }

  private static List<String> problems(Schema schema, String yaml) {
    return schema.validate(yaml, InputFormat.YAML).stream().map(Object::toString).toList();
  }

  /// The indented blocks of a page.
  private static List<String> blocks(String page) {
    var blocks = new ArrayList<String>();
    var block = new StringBuilder();
    for (String line : page.split("\n", -1)) {
      if (line.startsWith("    ")) {
        block.append(line, 4, line.length()).append('\n');
      } else if (!block.isEmpty()) {
        blocks.add(block.toString());
        block.setLength(0);
      }
    }
    return blocks;
  }
}
