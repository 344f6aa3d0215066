package dev.weir.router.config;

import static dev.weir.router.config.RouterText.loaded;
import static dev.weir.router.config.RouterText.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.yaml.Problem;
import dev.weir.router.config.RedirectPoint.Direction;
import dev.weir.wccp.message.ServiceGroup;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What must hold between the sections of a router's file.
final class ConfigChecksTest {
  private static final String LEAST =
      """
      router: { id: 10.0.2.1 }
      interfaces: { rc: { redirect-in: [web-cache] } }
      services: [ { name: web-cache } ]
      """;
  private static final ServiceGroup WEB = ServiceGroup.WEB_CACHE;
  private static final ServiceGroup NINETY = new ServiceGroup(ServiceGroup.Type.DYNAMIC, 90);

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redirect-in: [web-cache]|redirect-in: [web-cache, 90]|interfaces",
        "redirect-in: [web-cache]|redirect-out: [90]|interfaces",
        "name: web-cache|name: web-cache, mode: closed, service-list: [deny ip any any]"
            + "|services[0].service-list",
        "name: web-cache|id: 90, mode: closed|services[0].service-list",
        "name: web-cache|name: web-cache, group-address: 192.0.2.9|services[0].group-address",
        "id: 10.0.2.1|id: 10.0.2.1, profile: asa|router.id",
        "id: 10.0.2.1|profile: fortios|router.id",
        "id: 10.0.2.1|version: 1, profile: asa|router.version",
        "name: web-cache|name: web-cache, group-address: 239.0.0.1|",
        "redirect-in: [web-cache]|redirect-in: [web-cache], group-listen: [web-cache]|interfaces"
      })
  @DisplayName("§7.3 what does not fit together is refused where it stands")
  void references(String old, String now, String path) {
    String text = LEAST.replace(old, now);

    if (path == null) {
      assertThat(loaded(text)).isNotNull();
    } else {
      assertThat(refused(text)).extracting(Problem::path).contains(path);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name: web-cache, password: env:PASSWORD",
        "name: web-cache, group-address: 239.192.0.1",
        "id: 90"
      })
  @DisplayName("§1 version 1 has no password, no multicast and no dynamic services")
  void versionOne(String service) {
    String version1 = LEAST.replace("10.0.2.1", "10.0.2.1, version: 1");

    assertThat(loaded(version1).router().version()).isEqualTo(1);
    assertThat(refused(version1.replace("name: web-cache", service)))
        .extracting(Problem::path)
        .contains("services");
  }

  @ParameterizedTest
  @ValueSource(strings = {"asa", "catalyst-3750"})
  @DisplayName("§7.3 a profile without redirect out refuses it, and exclude in")
  void profiles(String profile) {
    String in = LEAST.replace("id: 10.0.2.1", "profile: " + profile);
    String out = in.replace("redirect-in: [web-cache]", "redirect-out: [web-cache]");
    String exclude = in.replace("] } }", "] }, rn: { redirect-exclude-in: true } }");

    assertThat(loaded(in).router().id()).isEmpty();
    assertThat(refused(out)).extracting(Problem::path).containsExactly("interfaces");
    assertThat(refused(exclude)).extracting(Problem::path).containsExactly("interfaces");
  }

  @Test
  @DisplayName("interfaces with the same services share a point; in comes before out")
  void points() {
    RouterConfig config =
        loaded(
            """
            router: { id: 10.0.2.1 }
            interfaces:
              ro: { redirect-out: [web-cache] }
              ra: { redirect-in: [web-cache, 90] }
              rb: { redirect-in: [90] }
              rc: { redirect-in: [90, web-cache] }
            services: [ { name: web-cache }, { id: 90 } ]
            """);

    assertThat(config.points())
        .containsExactly(
            new RedirectPoint(
                Direction.IN, List.of("ra", "rc"), Set.of(WEB, NINETY), Optional.empty()),
            new RedirectPoint(Direction.IN, List.of("rb"), Set.of(NINETY), Optional.empty()),
            new RedirectPoint(Direction.OUT, List.of("ro"), Set.of(WEB), Optional.empty()));
  }
}
