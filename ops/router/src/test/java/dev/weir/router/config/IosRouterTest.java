package dev.weir.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.weir.node.config.yaml.Loading;
import dev.weir.node.config.yaml.Problem;
import dev.weir.router.acl.RouteMap;
import dev.weir.wccp.message.ServiceGroup;
import java.net.Inet4Address;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class IosRouterTest {
  private static final String LINES =
      """
      ip wccp check services all
      access-list 10 permit 192.0.2.0 0.0.0.255
      access-list 110 permit tcp any any eq www
      access-list 161 permit udp any any
      ip wccp web-cache redirect-list 110 group-list 10 password secret
      ip wccp 61 service-list 161 mode closed
      interface Loopback0
       ip address 203.0.113.1 255.255.255.255
      interface rc
       ip wccp web-cache redirect in
       ip wccp 61 redirect out
      interface GigabitEthernet0/2
       description towards the caches, device rn
       ip wccp redirect exclude in
      """;

  @Test
  @DisplayName("§7.3 the lines say the same as the keys would")
  void maps() {
    RouterConfig config = loaded(LINES);

    assertThat(config.router().id()).contains(Inet4Address.ofLiteral("203.0.113.1"));
    assertThat(config.router().checks().servicesAll()).isTrue();
    assertThat(config.interfaces()).containsOnlyKeys("rc", "rn");
    assertThat(config.excludeIn()).containsExactly("rn");
    assertThat(config.points()).hasSize(2);
    ServiceConfig web = config.service(ServiceGroup.WEB_CACHE).orElseThrow();
    assertThat(web.admits(Inet4Address.ofLiteral("192.0.2.11"))).isTrue();
    assertThat(web.admits(Inet4Address.ofLiteral("198.51.100.7"))).isFalse();
    assertThat(web.security()).hasToString("md5");
    assertThat(web.lists().redirect()).get().extracting("name").isEqualTo("110");
    assertThat(config.services().getLast().mode()).isEqualTo(ServiceConfig.Mode.CLOSED);
  }

  @Test
  @DisplayName("an interface that is no device, and what the router cannot do, is refused by line")
  void refuses() {
    String lines =
        LINES
            + """
            interface Serial0
             ip wccp web-cache redirect in
             ip access-group 110 in
            interface GigabitEthernet0/3
             description device rc
             ip wccp web-cache redirect in
             ip wccp redirect exclude in
            """;
    assertThat(refused(lines))
        .extracting(problem -> problem.line() + " " + problem.reason())
        .containsExactly(
            "15 this machine has no device Serial0",
            "18 it excludes what it is to redirect",
            "18 device rc is already another interface");
  }

  @Test
  @DisplayName("§7.3 access groups, route-maps and the outbound check are what the lines name")
  void traffic() {
    TrafficRules rules =
        loaded(
                LINES
                    + """
                     ip access-group 110 in
                     ip access-group 161 out
                     ip policy route-map BY-SERVICE
                    route-map BY-SERVICE deny 5
                     match ip address 161
                    route-map BY-SERVICE permit 10
                     match ip address 110 161
                     set ip next-hop 192.0.2.11 192.0.2.12
                    ip wccp check acl outbound
                    """)
            .traffic();

    assertThat(rules.filters())
        .extracting(it -> it.device() + " " + it.direction() + " " + it.list().name())
        .containsExactly("rn IN 110", "rn OUT 161");
    assertThat(rules.policies()).hasSize(1);
    assertThat(rules.policies().getFirst().devices()).containsExactly("rn");
    assertThat(rules.policies().getFirst().map().clauses())
        .extracting(
            RouteMap.Clause::permit, it -> it.lists().size(), it -> it.nextHops().toString())
        .containsExactly(tuple(false, 1, "[]"), tuple(true, 2, "[/192.0.2.11, /192.0.2.12]"));
    assertThat(rules.checkOutbound()).isTrue();
    assertThat(loaded(LINES).traffic()).isEqualTo(TrafficRules.NONE);
  }

  @Test
  @DisplayName("more clauses than there are routing tables for are refused")
  void tooManyRoutes() {
    var lines = new StringBuilder(LINES).append(" ip policy route-map LONG\n");
    for (int clause = 1; clause <= 51; clause++) {
      lines
          .append("route-map LONG permit ")
          .append(clause)
          .append("\n set ip next-hop 192.0.2.11\n");
    }
    assertThat(refused(lines.toString()))
        .extracting(Problem::reason)
        .containsExactly("51 clauses of route-maps send packets somewhere");
  }

  @Test
  @DisplayName("lines without a service, or that redirect nowhere, are refused")
  void nothingToDo() {
    String id = "interface Loopback0\n ip address 203.0.113.1 255.255.255.255\n";
    assertThat(refused(id)).extracting(Problem::reason).contains("no service");
    assertThat(refused(id + "ip wccp web-cache\n"))
        .extracting(Problem::reason)
        .containsExactly("no interface redirects");
  }

  private static RouterConfig loaded(String text) {
    return switch (IosRouter.read("r1.txt", text, "rc"::equals)) {
      case Loading.Loaded<RouterConfig>(RouterConfig config, var _) -> config;
      case Loading.Refused<RouterConfig>(List<Problem> problems) ->
          throw new AssertionError(problems);
    };
  }

  private static List<Problem> refused(String text) {
    return switch (IosRouter.read("r1.txt", text, "rc"::equals)) {
      case Loading.Loaded<RouterConfig> loaded -> throw new AssertionError(loaded);
      case Loading.Refused<RouterConfig>(List<Problem> problems) -> problems;
    };
  }
}
