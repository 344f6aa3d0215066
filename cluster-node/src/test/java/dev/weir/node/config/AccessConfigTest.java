package dev.weir.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.access.AccessConfig;
import dev.weir.node.config.access.AccessRuleConfig;
import dev.weir.node.config.access.UsersConfig;
import dev.weir.node.config.icap.IcapConfig;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.value.Secret;
import dev.weir.node.proxy.icap.IcapSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The sections of who may what.
final class AccessConfigTest {
  private static final String HASH = "$2y$05$ipIa8rlACdf9sPCTtaQXcOmx5PwAUDdcjjpar1bK5hOmsAxhVa1gq";

  @TempDir private Path folder;

  @Test
  @DisplayName("proxy.access is read with all that it can say")
  void full() throws IOException {
    Path list = Files.writeString(folder.resolve("list"), "a.test\n");
    Path page = Files.writeString(folder.resolve("page"), "<p>{rule}</p>\n");
    AccessConfig access =
        ConfigText.accepted(ConfigText.SHORTEST + whole(page, list)).proxy().access();

    assertThat(access.look()).isEqualTo(Duration.ofMinutes(1));
    assertThat(access.page()).contains("<p>{rule}</p>");
    assertThat(access.destinations()).hasToString("[127.0.0.0/8]");
    assertThat(access.lists().getFirst().domains()).contains(list);
    assertThat(access.lists().getFirst().prefixes()).contains(list);
    assertThat(access.lists().getFirst().expressions()).contains(list);
    assertThat(access.responses().getFirst().about().types()).containsExactly("image/*");
    assertThat(access.responses().getFirst().then()).isEqualTo(AccessRuleConfig.Then.ALLOW);
    expectEveryKey(access.rules().getFirst());
  }

  private static String whole(Path page, Path list) {
    return """
    proxy:
      access:
        look: 1m
        page: "file:%s"
        destinations: [127.0.0.0/8]
        lists:
          - {name: ads, domains: "file:%s", prefixes: "file:%s", expressions: "file:%s"}
        rules:
          - name: all
            then: deny
            ways: [intercept, forward, reverse]
            listeners: ["192.0.2.11:3128"]
            clients: [10.0.0.0/8]
            users: [ann]
            when: ["mon 08:00-09:00"]
            hosts: [a.test]
            paths: [/a]
            urls: ["b+"]
            ports: [80]
            methods: [GET]
            lists: [ads]
            destinations: [192.0.2.0/24]
        responses:
          - {name: types, then: allow, types: [image/*]}
    """
        .formatted(page, list, list, list);
  }

  private static void expectEveryKey(AccessRuleConfig rule) {
    assertThat(rule.then()).isEqualTo(AccessRuleConfig.Then.DENY);
    assertThat(rule.from().ways()).containsExactly(AccessRuleConfig.Way.values());
    assertThat(rule.from().listeners()).containsExactly(ListenAddress.of("192.0.2.11:3128"));
    assertThat(rule.from().users()).containsExactly("ann");
    assertThat(rule.from().week()).hasToString("[mon 08:00-09:00]");
    assertThat(rule.about().clients()).hasToString("[10.0.0.0/8]");
    assertThat(rule.about().hosts()).containsExactly("a.test");
    assertThat(rule.about().paths()).containsExactly("/a");
    assertThat(rule.to())
        .isEqualTo(
            new AccessRuleConfig.AccessTo(
                List.of("GET"),
                List.of(80),
                List.of("b+"),
                List.of("ads"),
                rule.to().destinations()));
    assertThat(rule.to().destinations()).hasToString("[192.0.2.0/24]");
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("what cannot be is refused by line, reason and remedy")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "rules: [{name: a, then: maybe}] | \"maybe\" is not known here",
        "rules: [{name: a, then: deny}, {name: a, then: deny}] | a is the name of two of them",
        "rules: [{name: a, then: deny, lists: [ads]}] | a has the list ads",
        "rules: [{name: a, then: deny, types: [a/b]}] | a has types, which requests do not have",
        "rules: [{name: a, then: deny, urls: ['(']}] | \"(\" is no expression of RE2",
        "rules: [{name: a, then: deny, when: [noon]}] | \"noon\" is not hours",
        "rules: [{name: a, then: deny, methods: [get]}] | \"get\" is not a method",
        "lists: [{name: a}] | a has no file",
        "lists: [{name: a, domains: /etc/list}] | not a file",
        "lists: [{name: a, domains: 'file:/nonexistent'}] | /nonexistent cannot be read",
        "page: 'file:/nonexistent' | there is no file /nonexistent",
        "page: hello | not a file",
      })
  void refused(String text, String problem) {
    assertThat(ConfigText.problems(ConfigText.SHORTEST + "proxy: {access: {" + text + "}}\n"))
        .singleElement()
        .asString()
        .contains(problem);
  }

  @Test
  @DisplayName("proxy.icap is read with all that it can say, and a service has its usual port")
  void icap() {
    List<IcapConfig> services =
        ConfigText.accepted(
                ConfigText.SHORTEST
                    + """
                    proxy:
                      icap:
                        - {name: a, at: "icap://192.0.2.9/x", mode: reqmod, preview-max: 1KiB,
                           on-failure: allow, timeout: 2s, max-connections: 20}
                        - {name: b, at: "icap://192.0.2.9:1345/y", mode: respmod}
                    """)
            .proxy()
            .icap();

    assertThat(services.getFirst().settings())
        .isEqualTo(
            new IcapSettings(
                "a",
                ListenAddress.of("192.0.2.9:1344").socketAddress(),
                "/x",
                IcapSettings.Mode.REQMOD,
                1024,
                true,
                Duration.ofSeconds(2),
                20));
    assertThat(services.getLast().settings().failOpen()).isFalse();
    assertThat(
            ConfigText.problems(
                ConfigText.SHORTEST + "proxy: {icap: [{name: a, at: http://x, mode: reqmod}]}\n"))
        .singleElement()
        .asString()
        .contains("is no service of ICAP");
  }

  @Test
  @DisplayName("a file of htpasswd -B is read, comments aside")
  void users() throws IOException {
    assertThat(forward("# of 2026\nann:" + HASH + "\n\nbob:" + HASH + "\n"))
        .isEqualTo(new UsersConfig(Map.of("ann", Secret.of(HASH), "bob", Secret.of(HASH)), "Weir"));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("any other hash is refused, with the line and the reason")
  @CsvSource(
      delimiter = '|',
      value = {
        "$apr1$HSUHKW.x$JvEcK5OpQfuT5JfHp45IE1 | has an MD5 hash (apr1)",
        "{SHA}lcsL/Sl3x2EpjZYk5LTUxyo5l0o= | has a SHA hash",
        "$6$abc$def | has a SHA hash",
        "c7HC4KxiYgIts | has a password in plain text or by crypt",
        "secret | has a password in plain text or by crypt",
        "$2y$05$short | has a bcrypt hash that is not whole",
        "$2y$31$ipIa8rlACdf9sPCTtaQXcOmx5PwAUDdcjjpar1bK5hOmsAxhVa1gq | of a cost beyond 4 to 16",
      })
  void fastHashes(String hash, String problem) throws IOException {
    Path file = Files.writeString(folder.resolve("users"), "ann:" + HASH + "\nbob:" + hash + "\n");

    assertThat(ConfigText.problems(text(file)))
        .singleElement()
        .asString()
        .contains("line 2 of the file", problem, "htpasswd -B")
        .doesNotContain(hash);
  }

  private UsersConfig forward(String users) throws IOException {
    Path file = Files.writeString(folder.resolve("users"), users);
    return ConfigText.accepted(text(file)).proxy().forward().orElseThrow().users().orElseThrow();
  }

  private static String text(Path users) {
    return ConfigText.SHORTEST
        + "proxy: {forward: {listen: \"192.0.2.11:3128\", clients: [10.0.0.0/8], users: \"file:"
        + users
        + "\"}}\n";
  }
}
