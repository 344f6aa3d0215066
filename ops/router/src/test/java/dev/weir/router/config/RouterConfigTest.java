package dev.weir.router.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.value.DurationRange;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.value.Secret;
import dev.weir.node.config.yaml.ConfigSource;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.config.yaml.Problem;
import dev.weir.node.config.yaml.SecretSource;
import dev.weir.wccp.message.ServiceGroup;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RouterConfigTest {
  private static final String LEAST =
      """
      router: { id: 10.0.2.1 }
      interfaces: { rc: { redirect-in: [web-cache] } }
      services: [ { name: web-cache } ]
      """;

  @Test
  @DisplayName("what is not written has its default")
  void defaults() {
    RouterConfig config = loaded(LEAST);

    assertThat(config.id()).isEqualTo(address("10.0.2.1"));
    assertThat(config.services())
        .containsExactly(new ServiceConfig(ServiceGroup.WEB_CACHE, Optional.empty(), List.of()));
    assertThat(config.transmit())
        .isEqualTo(new DurationRange(Duration.ofSeconds(1), Duration.ofSeconds(10)));
    assertThat(config.admin()).isEqualTo(new ListenAddress(address("127.0.0.1"), 8089));
    assertThat(config.redirectIn()).containsExactly("rc");
    assertThat(config.excludeIn()).isEmpty();
  }

  @Test
  @DisplayName("every key is read")
  void everyKey() {
    RouterConfig config =
        loaded(
            """
            router: { id: 192.0.2.1 }
            interfaces:
              rc: { redirect-in: [web-cache] }
              rn: { redirect-exclude-in: true }
              ro: {}
            services:
              - name: web-cache
                password: env:PASSWORD
                group-list: [10.0.2.0/24, 198.51.100.7]
                mode: open
            timers: { transmit: 500ms..2s }
            admin: { listen: 127.0.0.1:9000 }
            """);

    assertThat(config)
        .isEqualTo(
            new RouterConfig(
                address("192.0.2.1"),
                Map.of(
                    "rc", new InterfaceConfig(List.of(ServiceGroup.WEB_CACHE), false),
                    "rn", new InterfaceConfig(List.of(), true),
                    "ro", new InterfaceConfig(List.of(), false)),
                List.of(
                    new ServiceConfig(
                        ServiceGroup.WEB_CACHE,
                        Optional.of(Secret.of("cisco123")),
                        List.of(
                            new Prefix(address("10.0.2.0"), 24),
                            new Prefix(address("198.51.100.7"), 32)))),
                new DurationRange(Duration.ofMillis(500), Duration.ofSeconds(2)),
                new ListenAddress(address("127.0.0.1"), 9000)));
    assertThat(config.excludeIn()).containsExactly("rn");
  }

  @Test
  @DisplayName("§4.4 the group-list admits the caches it names, and without one all are admitted")
  void groupList() {
    var listed =
        new ServiceConfig(
            ServiceGroup.WEB_CACHE, Optional.empty(), List.of(new Prefix(address("10.0.2.0"), 24)));
    var open = new ServiceConfig(ServiceGroup.WEB_CACHE, Optional.empty(), List.of());

    assertThat(listed.admits(address("10.0.2.11"))).isTrue();
    assertThat(listed.admits(address("10.0.3.11"))).isFalse();
    assertThat(open.admits(address("10.0.3.11"))).isTrue();
  }

  @Test
  @DisplayName("all problems of a file are told at once, each with its line")
  void everyProblem() {
    assertThat(
            refused(
                """
                router: { id: 10.0.2.300 }
                interfaces:
                  rc: { redirect-in: [web-cache], redirect-exclude-in: true }
                services: [ { name: "90", pasword: x } ]
                timers: { transmit: 10s..1s }
                admin: { listen: 8089 }
                """))
        .extracting(problem -> problem.line() + " " + problem.path())
        .containsExactlyInAnyOrder(
            "1 router.id",
            "3 interfaces.rc.redirect-exclude-in",
            "4 services[0].name",
            "4 services[0].pasword",
            "5 timers.transmit",
            "6 admin.listen");
  }

  @Test
  @DisplayName("a router without service, or that redirects nowhere, is refused")
  void nothingToDo() {
    assertThat(refused("router: { id: 10.0.2.1 }\ninterfaces: { rc: {} }\n"))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder("services", "interfaces");
  }

  @Test
  @DisplayName("the name of an interface cannot carry a command's words")
  void interfaceNames() {
    assertThat(refused(LEAST.replace("rc:", "\"rc lookup main\":")))
        .extracting(problem -> problem.path() + " " + problem.reason())
        .containsExactly("interfaces \"rc lookup main\" is not the name of a device");
  }

  private static RouterConfig loaded(String text) {
    return switch (load(text)) {
      case Loading.Loaded<RouterConfig>(RouterConfig config, var _) -> config;
      case Loading.Refused<RouterConfig>(List<Problem> problems) ->
          throw new AssertionError(problems);
    };
  }

  private static List<Problem> refused(String text) {
    return switch (load(text)) {
      case Loading.Loaded<RouterConfig> loaded -> throw new AssertionError(loaded);
      case Loading.Refused<RouterConfig>(List<Problem> problems) -> problems;
    };
  }

  private static Loading<RouterConfig> load(String text) {
    var secrets = new SecretSource(Path.of("/"), Map.of("PASSWORD", "cisco123"));
    return new ConfigSource("router.yaml", text, secrets).load(RouterConfig::read);
  }

  private static Inet4Address address(String text) {
    return Inet4Address.ofLiteral(text);
  }
}
