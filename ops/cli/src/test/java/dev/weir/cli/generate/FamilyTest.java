package dev.weir.cli.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.yaml.Loading;
import dev.weir.router.ios.IosReader;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `-Dweir.docs.rewrite=true` writes the lines of the pages under `docs/routers` anew.
final class FamilyTest {
  private static final Path PAGES = Path.of("..", "..", "docs", "routers");
  private static final String HEADING = "## What it prints";
  private static final String ROUTER =
      """
      interface Loopback0
       ip address 203.0.113.1 255.255.255.255
      """;
  private static final String PASSWORD = "  password: env:P\n";
  private static final String DYNAMIC =
      """
        services:
          - web-cache
          - { id: 90, ports: [8080, 3128], priority: 200 }
          - { id: 91, ports: [8080], ports-of: source, password: env:P }
      """;

  private static final String SPARED = "# with proxy.bypass\n";
  private static final String BYPASS =
      ", bypass: { clients: [198.51.100.7/32], origins: [203.0.113.0/24], ports: [3128] }";

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @EnumSource(
      value = Family.class,
      names = {"IOS", "IOS_11", "IOS_XE", "POLICY_ROUTING"})
  @DisplayName("§7.3 every line in the words of IOS is understood by weir router --ios")
  void routerReadsThem(Family family) throws IOException {
    String extras =
        family == Family.IOS_11
            ? "  version: 1\n"
            : family == Family.IOS_XE ? PASSWORD + DYNAMIC : PASSWORD;
    assertThat(read(family, plan(extras, family))).isEmpty();
  }

  @Test
  @DisplayName("§7.3 so are those of dynamic services, multicast and what is spared")
  void routerReadsAll() throws IOException {
    String extras = PASSWORD + DYNAMIC + SPARED;
    String text = Family.IOS.lines(plan(extras, Family.IOS));
    assertThat(text)
        .contains("deny tcp host 198.51.100.7 any", "deny tcp any 203.0.113.0 0.0.0.255")
        .contains("permit tcp any eq 8080 198.51.100.0 0.0.0.255", "ip wccp 91 redirect in")
        .doesNotContain("permit tcp 198.51.100.0 0.0.0.255 any eq 3128");
    assertThat(read(Family.IOS, plan(extras, Family.IOS))).isEmpty();
    String multicast = Family.IOS.lines(plan("  multicast: 224.1.1.1\n", Family.IOS));
    assertThat(multicast)
        .contains("web-cache group-address 224.1.1.1", " ip wccp web-cache group-listen");
  }

  @Test
  @DisplayName("a line that the router does not know is told, so the check above is one")
  void strangeLineIsTold() {
    assertThat(problems(ROUTER + "ip wccp web-cache mode sideways\n")).isNotEmpty();
  }

  @Test
  @DisplayName("§7.4 what a family cannot do is refused with the remedy")
  void refusesWhatCannotBe() throws IOException {
    assertThat(Family.IOS_11.refusal(plan(DYNAMIC + PASSWORD, Family.IOS_11)).orElseThrow())
        .contains("web-cache alone");
    assertThat(Family.ASA.refusal(plan("  version: 1\n", Family.ASA)).orElseThrow())
        .contains("wccp.version: auto");
    assertThat(Family.ASA.refusal(plan("  multicast: 224.1.1.1\n", Family.ASA))).isPresent();
    assertThat(Family.ASA.refusal(plan(PASSWORD, Family.ASA))).isEmpty();
  }

  @Test
  @DisplayName("the password is written when it is asked for, and else a word stands for it")
  void hidesPassword() throws IOException {
    NodeConfig config = config(PASSWORD);
    var places = plan(PASSWORD, Family.IOS).places();
    assertThat(Family.IOS.lines(Plan.of(config, List.of(), places, false)))
        .contains("password 0 PASSWORD")
        .doesNotContain("LabOnly1");
    assertThat(Family.IOS.lines(Plan.of(config, List.of(), places, true)))
        .contains("password 0 LabOnly1");
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @DisplayName("docs/routers shows the lines of each family")
  void pagesAreCurrent(Family family) throws IOException {
    String extras = family == Family.IOS_11 ? "  version: 1\n" : PASSWORD;
    Path page = PAGES.resolve(family.word() + ".md");
    String written = Files.readString(page);
    int heading = written.indexOf(HEADING);
    int paragraph = written.indexOf("\n\n", heading + HEADING.length() + 2);
    String current =
        written.substring(0, paragraph) + "\n\n" + family.lines(plan(extras, family)).indent(4);
    if (Boolean.getBoolean("weir.docs.rewrite")) {
      Files.writeString(page, current);
    }
    assertThat(page).as("rewrite it with -Dweir.docs.rewrite=true").hasContent(current);
  }

  private List<String> read(Family family, Plan plan) {
    return problems(ROUTER + family.lines(plan));
  }

  private static List<String> problems(String lines) {
    return switch (IosReader.read("r1", lines)) {
      case Loading.Loaded<?> _ -> List.of();
      case Loading.Refused<?>(var problems) -> problems.stream().map(Object::toString).toList();
    };
  }

  private Plan plan(String extras, Family family) throws IOException {
    List<String> usual = family.interfaces();
    var source = family == Family.IOS ? Optional.of("Loopback0") : Optional.<String>empty();
    return Plan.of(
            config(extras),
            List.of(Prefix.parse("198.51.100.0/24").orElseThrow()),
            new Plan.Places(usual.get(0), usual.get(1), usual.get(2), source),
            false)
        .among(List.of(address("192.0.2.11"), address("192.0.2.12")));
  }

  private static Inet4Address address(String text) {
    return Inet4Address.ofLiteral(text);
  }

  private NodeConfig config(String extras) throws IOException {
    Path file = folder.resolve("node.yaml");
    String meeting = extras.contains("multicast") ? "" : "  routers: [192.0.2.1]\n";
    Files.writeString(
        file,
        """
        node: { name: cache-1, address: 192.0.2.11 }
        gre: { interface: eth0 }
        dns: { servers: [192.0.2.53] }
        cache: { memory: 64MiB }
        proxy: { intercept: { ports: [80, 3128, 8080] }%s }
        wccp:
        """
                .formatted(extras.contains(SPARED) ? BYPASS : "")
            + meeting
            + extras);
    var secrets = Map.of("P", "LabOnly1");
    return switch (NodeConfig.load(file, secrets)) {
      case Loading.Loaded<NodeConfig>(NodeConfig config, _) -> config;
      case Loading.Refused<NodeConfig>(var problems) -> throw new AssertionError(problems);
    };
  }
}
