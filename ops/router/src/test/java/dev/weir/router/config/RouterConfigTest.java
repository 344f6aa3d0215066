package dev.weir.router.config;

import static dev.weir.router.config.RouterText.loaded;
import static dev.weir.router.config.RouterText.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.AdminConfig;
import dev.weir.node.config.value.DurationRange;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.value.Secret;
import dev.weir.router.acl.AccessEntry;
import dev.weir.router.acl.AccessList;
import dev.weir.router.acl.AddressTest;
import dev.weir.router.acl.PortTest;
import dev.weir.router.acl.RouteMap;
import dev.weir.router.config.InterfaceConfig.Lists;
import dev.weir.router.config.RedirectPoint.Direction;
import dev.weir.wccp.assignment.BucketOctet;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.Profile;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RouterConfigTest {
  private static final String EVERY_KEY =
      """
      router:
        id: 192.0.2.1
        version: 2
        profile: fortios
        check-services-all: true
        check-acl-outbound: true
        strict-rev200: true
        bucket-octet: draft
      interfaces:
        rc:
          redirect-in: [web-cache, 90]
          group-listen: [90]
          access-in: [ "permit udp any any range 5000 5010" ]
          policy:
            - { match: [ "permit udp any any range 5000 5010" ] }
            - { next-hop: [198.51.100.9, 198.51.100.8] }
        rn: { redirect-exclude-in: true }
        ro: { redirect-out: [90], access-out: [ "permit tcp 198.51.100.0/24 any eq 80" ] }
      services:
        - name: web-cache
          password: env:PASSWORD
          group-list: [10.0.2.0/24, 198.51.100.7]
          redirect-list: [ "permit tcp 198.51.100.0/24 any eq 80" ]
          mode: open
        - id: 90
          mode: closed
          service-list: [ "permit udp any any range 5000 5010" ]
          group-address: 239.192.0.1
      timers: { transmit: 500ms..2s }
      admin: { listen: 192.0.2.1:9000, token: env:TOKEN }
      faults: { on-demand: true }
      """;
  private static final String LEAST =
      """
      router: { id: 10.0.2.1 }
      interfaces: { rc: { redirect-in: [web-cache] } }
      services: [ { name: web-cache } ]
      """;
  private static final ServiceGroup WEB = ServiceGroup.WEB_CACHE;
  private static final ServiceGroup NINETY = new ServiceGroup(ServiceGroup.Type.DYNAMIC, 90);
  private static final AccessList GROUP_LIST =
      new AccessList(
          "group-list",
          List.of(
              AccessEntry.ofSource(true, new AddressTest(0x0a000200, 0xff)),
              AccessEntry.ofSource(true, AddressTest.host(0xc6336407))));
  private static final AccessList REDIRECT_LIST =
      new AccessList(
          "redirect-list",
          List.of(
              new AccessEntry(
                  true,
                  6,
                  new AddressTest(0xc6336400, 0xff),
                  AddressTest.ANY,
                  PortTest.ANY,
                  PortTest.equal(80))));

  @Test
  @DisplayName("what is not written has its default")
  void defaults() {
    RouterConfig config = loaded(LEAST);

    assertThat(config)
        .isEqualTo(
            new RouterConfig(
                new RouterSection(
                    Optional.of(address("10.0.2.1")),
                    2,
                    Profile.IOS,
                    RouterSection.Checks.NONE,
                    false,
                    BucketOctet.CISCO),
                Map.of("rc", redirectIn(WEB)),
                List.of(open(WEB, ServiceConfig.Lists.NONE)),
                new DurationRange(Duration.ofSeconds(1), Duration.ofSeconds(10)),
                AdminConfig.onLoopback(8089),
                false));
    assertThat(config.points())
        .containsExactly(
            new RedirectPoint(Direction.IN, List.of("rc"), Set.of(WEB), Optional.empty()));
    assertThat(config.excludeIn()).isEmpty();
  }

  @Test
  @DisplayName("every key is read")
  void everyKey() {
    RouterConfig config = loaded(EVERY_KEY);

    assertThat(config.router())
        .isEqualTo(
            new RouterSection(
                Optional.of(address("192.0.2.1")),
                2,
                Profile.FORTIOS,
                new RouterSection.Checks(true, true),
                true,
                BucketOctet.DRAFT));
    assertThat(config.transmit())
        .isEqualTo(new DurationRange(Duration.ofMillis(500), Duration.ofSeconds(2)));
    assertThat(config.admin())
        .isEqualTo(
            new AdminConfig(
                new ListenAddress(address("192.0.2.1"), 9000),
                Optional.of(Secret.of(RouterText.TOKEN))));
    assertThat(config.excludeIn()).containsExactly("rn");
  }

  @Test
  @DisplayName("§7.3 every key of an interface is read, and each route-map has points of its own")
  void everyKeyOfInterfaces() {
    RouterConfig config = loaded(EVERY_KEY);
    var policy =
        new RouteMap(
            "rc",
            List.of(
                new RouteMap.Clause(false, List.of(ports("match")), List.of()),
                new RouteMap.Clause(
                    true, List.of(), List.of(address("198.51.100.9"), address("198.51.100.8")))));
    assertThat(config.interfaces())
        .isEqualTo(
            Map.of(
                "rc",
                new InterfaceConfig(
                    List.of(WEB, NINETY),
                    List.of(),
                    false,
                    List.of(NINETY),
                    new Lists(
                        Optional.of(ports("access-in")), Optional.empty(), Optional.of(policy))),
                "rn",
                new InterfaceConfig(List.of(), List.of(), true, List.of(), Lists.NONE),
                "ro",
                new InterfaceConfig(
                    List.of(),
                    List.of(NINETY),
                    false,
                    List.of(),
                    new Lists(
                        Optional.empty(),
                        Optional.of(new AccessList("access-out", REDIRECT_LIST.entries())),
                        Optional.empty()))));
    assertThat(config.traffic().checkOutbound()).isTrue();
    assertThat(config.points())
        .containsExactly(
            new RedirectPoint(
                Direction.IN, List.of("rc"), Set.of(WEB, NINETY), Optional.of(policy)),
            new RedirectPoint(Direction.OUT, List.of("ro"), Set.of(NINETY), Optional.of(policy)),
            new RedirectPoint(Direction.OUT, List.of("ro"), Set.of(NINETY), Optional.empty()));
  }

  @Test
  @DisplayName("Every key of a service is read")
  void everyKeyOfService() {
    RouterConfig config = loaded(EVERY_KEY);

    assertThat(config.services())
        .containsExactly(
            new ServiceConfig(
                WEB,
                Optional.of(Secret.of("cisco123")),
                ServiceConfig.Mode.OPEN,
                new ServiceConfig.Lists(
                    Optional.of(GROUP_LIST), Optional.of(REDIRECT_LIST), Optional.empty()),
                Optional.empty()),
            new ServiceConfig(
                NINETY,
                Optional.empty(),
                ServiceConfig.Mode.CLOSED,
                new ServiceConfig.Lists(
                    Optional.empty(), Optional.empty(), Optional.of(ports("service-list"))),
                Optional.of(address("239.192.0.1"))));
  }

  @Test
  @DisplayName("§4.4 the group-list admits the caches it names, and without one all are admitted")
  void groupList() {
    var listed =
        open(
            WEB,
            new ServiceConfig.Lists(Optional.of(GROUP_LIST), Optional.empty(), Optional.empty()));

    assertThat(listed.admits(address("10.0.2.11"))).isTrue();
    assertThat(listed.admits(address("10.0.3.11"))).isFalse();
    assertThat(open(WEB, ServiceConfig.Lists.NONE).admits(address("10.0.3.11"))).isTrue();
  }

  @Test
  @DisplayName("all problems of a file are told at once, each with its line")
  void everyProblem() {
    assertThat(
            refused(
                """
                router: { id: 10.0.2.300, version: 3 }
                interfaces:
                  rc: { redirect-in: [web-cache, 50], redirect-exclude-in: true }
                services:
                  - { name: "90", pasword: x }
                  - { id: 300, redirect-list: [permit tcp any] }
                  - { name: web-cache, id: 90 }
                timers: { transmit: 10s..1s }
                admin: { listen: 8089 }
                """))
        .extracting(problem -> problem.line() + " " + problem.path())
        .contains(
            "1 router.id",
            "1 router.version",
            "3 interfaces.rc.redirect-in[1]",
            "3 interfaces.rc.redirect-exclude-in",
            "5 services[0].name",
            "5 services[0].pasword",
            "6 services[1].id",
            "6 services[1].redirect-list[0]",
            "7 services[2].id",
            "8 timers.transmit",
            "9 admin.listen");
  }

  private static InterfaceConfig redirectIn(ServiceGroup group) {
    return new InterfaceConfig(List.of(group), List.of(), false, List.of(), Lists.NONE);
  }

  private static ServiceConfig open(ServiceGroup group, ServiceConfig.Lists lists) {
    return new ServiceConfig(
        group, Optional.empty(), ServiceConfig.Mode.OPEN, lists, Optional.empty());
  }

  private static Inet4Address address(String text) {
    return Inet4Address.ofLiteral(text);
  }

  /// A list under this key that permits UDP to some ports.
  private static AccessList ports(String key) {
    return new AccessList(
        key,
        List.of(
            new AccessEntry(
                true,
                17,
                AddressTest.ANY,
                AddressTest.ANY,
                PortTest.ANY,
                PortTest.range(5000, 5010))));
  }
}
