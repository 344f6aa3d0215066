package dev.weir.node.proxy.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.operator.Subject;
import dev.weir.node.access.Draft;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.access.Week;
import dev.weir.node.config.yaml.ConfigSource;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.config.yaml.SecretSource;
import dev.weir.node.proxy.access.live.AccessControl;
import dev.weir.node.proxy.request.Scheme;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What rules say of requests, from the text of a configuration on.
class AccessRulesTest {
  private static final LocalDateTime MONDAY_NOON = LocalDateTime.parse("2026-11-23T12:00");

  private static final String PLAIN =
      "way=INTERCEPT client=10.3.0.1 host=www.test target=/ method=GET scheme=HTTP port=80 port0=80";

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0} denies {1}, not {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "clients: [10.1.0.0/16]         | client=10.1.2.3          | client=10.2.2.3",
        "hosts: ['*.example.com']       | host=www.example.com     | host=example.com",
        "hosts: [example.com]           | host=example.com         | host=www.example.com",
        "paths: [/img/*]                | target=/img/a.gif        | target=/a.gif",
        "paths: ['~[.]exe$']            | target=/a.exe            | target=/a.exe.txt",
        "urls: ['^http://a[.]test/x']   | host=a.test target=/x    | host=b.test target=/x",
        "urls: [':8080/']               | port=8080                | port=80",
        "urls: ['^https://a[.]test/']   | host=a.test scheme=HTTPS port=443 | host=a.test port=443",
        "ports: [8080, 25]              | port=25                  | port=80",
        "methods: [POST, PUT]           | method=PUT               | method=GET",
        "ways: [forward]                | way=FORWARD              | way=REVERSE",
        "listeners: ['0.0.0.0:3128']    | port0=3128 way=FORWARD   | port0=8080 way=FORWARD",
        "listeners: ['192.0.2.11:3128'] | port0=3128 way=FORWARD   | port0=3128 way=INTERCEPT",
        "listeners: ['192.0.2.12:3128'] | none                     | port0=3128 way=FORWARD",
        "users: [ann]                   | user=ann                 | user=bob",
        "users: ['*']                   | user=bob                 | method=GET",
        "destinations: [10.0.0.0/8]     | address=10.9.9.9         | address=192.0.2.9",
        "when: ['mon-fri 08:00-18:00']  | time=2026-11-23T08:00    | time=2026-11-22T12:00",
        "when: ['mon-fri 08:00-18:00']  | time=2026-11-27T17:59    | time=2026-11-27T18:00",
        "when: ['fri 22:00-06:00']      | time=2026-11-28T05:59    | time=2026-11-27T05:59",
        "'hosts: [a.test], ports: [81]' | host=a.test port=81      | host=a.test port=80",
      })
  @DisplayName("a rule is about what it names, in all that it names")
  void criteria(String text, String denied, String allowed) throws IOException {
    AccessRules rules = rules("rules: [{name: it, then: deny, " + text + "}]");

    if (!denied.equals("none")) {
      assertThat(rules.ofRequest(asked(denied))).isEqualTo(new Verdict.Denied("it"));
    }
    assertThat(rules.ofRequest(asked(allowed))).isEqualTo(Verdict.UNRULED);
  }

  @Test
  @DisplayName("the first rule that is about a request decides, and what none is about is allowed")
  void order() throws IOException {
    AccessRules rules =
        rules(
            """
            rules:
              - {name: staff, then: allow, clients: [10.1.0.0/16]}
              - {name: shop, then: deny, hosts: [shop.test]}
              - {name: lab, then: allow, hosts: [shop.test]}
            """);

    assertThat(rules.ofRequest(asked("host=shop.test client=10.1.0.1")))
        .isEqualTo(new Verdict.Allowed(Optional.of("staff")));
    assertThat(rules.ofRequest(asked("host=shop.test"))).isEqualTo(new Verdict.Denied("shop"));
    assertThat(rules.ofRequest(asked("host=a.test"))).isEqualTo(Verdict.UNRULED);
  }

  @Test
  @DisplayName("where it depends on the host's address, that is asked for first, and only then")
  void address() throws IOException {
    AccessRules rules =
        rules(
            """
            rules:
              - {name: known, then: allow, hosts: [a.test]}
              - {name: inside, then: deny, destinations: [10.0.0.0/8]}
            responses:
              - {name: inner-images, then: deny, types: [image/*], destinations: [10.0.0.0/8]}
            """);

    assertThat(rules.ofRequest(asked("host=a.test")))
        .isEqualTo(new Verdict.Allowed(Optional.of("known")));
    assertThat(rules.ofRequest(asked("host=b.test"))).isEqualTo(new Verdict.AskAddress());
    assertThat(rules.ofRequest(asked("host=b.test address=10.0.0.1")))
        .isEqualTo(new Verdict.Denied("inside"));
    assertThat(rules.ofResponse(asked("host=b.test").answered("image/png")))
        .isEqualTo(Verdict.UNRULED);
    assertThat(rules.ofResponse(asked("host=b.test address=10.0.0.1").answered("image/png")))
        .isEqualTo(new Verdict.Denied("inner-images"));
    assertThat(rules.ofResponse(asked("host=b.test address=10.0.0.1").answered("text/html")))
        .isEqualTo(Verdict.UNRULED);
  }

  @Test
  @DisplayName("a list has hosts, URLs and addresses, and is followed without anything else")
  void lists() throws IOException {
    Path domains = Files.writeString(folder.resolve("domains"), "bad.test\n");
    Path prefixes = Files.writeString(folder.resolve("prefixes"), "203.0.113.0/24\n");
    Path expressions = Files.writeString(folder.resolve("expressions"), "banner[0-9]\n");
    String text =
        """
        lists:
          - {name: ads, domains: "file:%s", prefixes: "file:%s", expressions: "file:%s"}
        rules: [{name: no-ads, then: deny, lists: [ads]}]
        """
            .formatted(domains, prefixes, expressions);
    var denied = new Verdict.Denied("no-ads");
    try (AccessControl control = control(text)) {
      AccessRules rules = control.get().rules();
      assertThat(rules.ofRequest(asked("host=x.bad.test"))).isEqualTo(denied);
      assertThat(rules.ofRequest(asked("target=/banner7"))).isEqualTo(denied);
      assertThat(rules.ofRequest(asked("host=a.test"))).isEqualTo(new Verdict.AskAddress());
      assertThat(rules.ofRequest(asked("address=203.0.113.7"))).isEqualTo(denied);
      assertThat(rules.ofRequest(asked("address=192.0.2.7"))).isEqualTo(Verdict.UNRULED);
      assertThat(control.shown().getFirst().list().count()).isEqualTo(3);
    }
  }

  @Test
  @DisplayName(
      "SEC-R9 what takes too long to look for in a list is denied, and never allowed by it")
  void tooLong() throws IOException {
    var lines = new StringBuilder();
    var target = new StringBuilder("target=/");
    for (int i = 100; i < 900; i++) {
      lines.append("word").append(i).append("$\n");
      target.append("word").append(i).append('/');
    }
    Path expressions = Files.writeString(folder.resolve("expressions"), lines);
    for (String then : List.of("deny", "allow")) {
      String text =
          """
          lists: [{name: words, expressions: "file:%s"}]
          rules: [{name: first, then: %s, lists: [words]}, {name: rest, then: deny}]
          """
              .formatted(expressions, then);
      Verdict denied = new Verdict.Denied(then.equals("deny") ? "first" : "rest");
      assertThat(rules(text).ofRequest(asked(target.toString()))).isEqualTo(denied);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mon 24:00-01:00",
    "mon 08:00-08:00",
    "mon 08:60-09:00",
    "08:00-09:00",
    "mon-xyz 08:00-09:00",
    "mon 8:00-9:00"
  })
  @DisplayName("hours that are none are not read")
  void noWeek(String text) {
    assertThat(Week.of(text)).isEmpty();
  }

  @Test
  @DisplayName("days run on over Sunday, and hours to the end of the day")
  void week() {
    Week week = Week.of("sat-mon 00:00-24:00").orElseThrow();

    assertThat(week.has(LocalDateTime.parse("2026-11-22T23:59"))).isTrue();
    assertThat(week.has(MONDAY_NOON)).isTrue();
    assertThat(week.has(LocalDateTime.parse("2026-11-24T00:00"))).isFalse();
    assertThat(week).hasToString("mon,sat,sun 00:00-24:00");
  }

  @Test
  @DisplayName("nothing of a request can act as markup on the block page")
  void page() {
    var page = new BlockPage("<b>{url}</b> {rule} {node} {request} {other}");

    assertThat(
            page.about(
                new BlockPage.Refused(
                    "http://a.test/<script>\"'&{rule}$1\\", "r", "n", "7".repeat(3))))
        .isEqualTo(
            "<b>http://a.test/&#60;script&#62;&#34;&#39;&#38;&#123;rule&#125;$1&#92;</b>"
                + " r n 777 {other}");
    assertThat(page.about(new BlockPage.Refused("x".repeat(9999), "", "", "")).length())
        .isLessThan(1100);
  }

  private AccessRules rules(String text) throws IOException {
    try (AccessControl control = control(text)) {
      return control.get().rules();
    }
  }

  private AccessControl control(String text) throws IOException {
    String whole =
        """
        node: {name: cache-1, address: 192.0.2.11}
        dns: {servers: [192.0.2.53]}
        proxy:
          forward: {listen: "192.0.2.11:3128", clients: [10.0.0.0/8]}
          access:
        """
            + text.indent(4);
    var source = new ConfigSource("node.yaml", whole, new SecretSource(folder, Map.of()));
    return switch (source.load(NodeConfig::read)) {
      case Loading.Loaded<NodeConfig>(NodeConfig config, _) ->
          AccessControl.open(
              config.proxy().access(),
              Optional.empty(),
              new Telemetry(),
              new EventLog("test", InstantSource.system()),
              InstantSource.system(),
              List.of());
      case Loading.Refused<NodeConfig> refused -> throw new AssertionError(refused.problems());
    };
  }

  /// A plain request, but for what is said.
  private static Asked asked(String but) {
    var said = new HashMap<String, String>();
    for (String pair : (PLAIN + " time=" + MONDAY_NOON + " " + but).split(" +", -1)) {
      said.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    UnaryOperator<String> one = name -> said.getOrDefault(name, "");
    return new Asked(
        WayIn.valueOf(one.apply("way")),
        new InetSocketAddress(
            InetAddress.ofLiteral("192.0.2.11"), Integer.parseInt(one.apply("port0"))),
        new Subject(
            one.apply("host"),
            one.apply("target"),
            Draft.address(InetAddress.ofLiteral(one.apply("client"))),
            Optional.empty()),
        Optional.ofNullable(said.get("user")),
        one.apply("method"),
        Scheme.valueOf(one.apply("scheme")),
        Integer.parseInt(one.apply("port")),
        Optional.ofNullable(said.get("address")).map(InetAddress::ofLiteral),
        LocalDateTime.parse(one.apply("time")));
  }
}
