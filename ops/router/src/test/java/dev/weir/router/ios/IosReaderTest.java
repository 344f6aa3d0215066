package dev.weir.router.ios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.weir.node.config.value.Secret;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.config.yaml.Problem;
import dev.weir.router.acl.AccessList;
import dev.weir.router.ios.word.InterfaceName;
import dev.weir.router.ios.word.Ipv4Bits;
import dev.weir.wccp.message.ServiceGroup;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IosReaderTest {
  private static final ServiceGroup WEB = ServiceGroup.WEB_CACHE;
  private static final String LEAST =
      """
      ip wccp web-cache
      interface rc
       ip address 198.51.100.1 255.255.255.0
       ip wccp web-cache redirect in
      """;

  @Test
  @DisplayName("§7.3 a service with its lists and password, on the interfaces of a router of today")
  void webCache() throws IOException {
    IosConfig config = loaded(text("web-cache.txt"));

    assertThat(config.version()).isEqualTo(2);
    assertThat(config.routerId()).contains(address("203.0.113.1"));
    IosService service = config.services().getFirst();
    assertThat(service.group()).isEqualTo(WEB);
    assertThat(service.redirectList()).contains("WCCP-REDIRECT");
    assertThat(service.groupList()).contains("WCCP-CACHES");
    assertThat(service.password()).contains(Secret.of("LabOnly1"));
    assertThat(service.closed()).isFalse();
    assertThat(config.interfaces())
        .extracting(it -> it.name().full(), IosInterface::device, IosInterface::isUsed)
        .containsExactly(
            tuple("Loopback0", Optional.empty(), false),
            tuple("GigabitEthernet0/1", Optional.of("rc"), true),
            tuple("GigabitEthernet0/2", Optional.of("rn"), true));
    assertThat(config.interfaces().get(1).redirectIn()).containsExactly(WEB);
    assertThat(config.interfaces().get(2).excludeIn()).isTrue();
  }

  @Test
  @DisplayName("the redirect list of that router spares the caches and takes the clients' web")
  void decisionOfTheList() throws IOException {
    Map<String, AccessList> lists = loaded(text("web-cache.txt")).accessLists();
    AccessList redirect = Objects.requireNonNull(lists.get("WCCP-REDIRECT"));
    int web = bits("203.0.113.80");

    assertThat(redirect.permits(6, bits("198.51.100.7"), web, 40000, 80)).isTrue();
    assertThat(redirect.permits(6, bits("198.51.100.7"), web, 40000, 443)).isFalse();
    assertThat(redirect.permits(17, bits("198.51.100.7"), web, 40000, 80)).isFalse();
    assertThat(redirect.permits(6, bits("192.0.2.11"), web, 40000, 80)).isFalse();
    AccessList caches = Objects.requireNonNull(lists.get("WCCP-CACHES"));
    assertThat(caches.permitsHost(bits("192.0.2.12"))).isTrue();
    assertThat(caches.permitsHost(bits("192.0.2.13"))).isFalse();
  }

  @Test
  @DisplayName("the words of 12.1 and of 11.2 say the same")
  void oldWords() throws IOException {
    IosConfig config = loaded(text("version-1.txt"));
    IosConfig older = loaded(text("version-11.txt"));

    for (IosConfig it : List.of(config, older)) {
      assertThat(it.version()).isEqualTo(1);
      assertThat(it.services().getFirst().redirectList()).contains("161");
      assertThat(it.interfaces().getFirst().redirectOut()).containsExactly(WEB);
      assertThat(it.routerId()).contains(address("203.0.113.2"));
    }
  }

  @Test
  @DisplayName("§7.3 dynamic services, closed mode, group address, checks and outbound filters")
  void services() throws IOException {
    IosConfig config = loaded(text("services.txt"));

    assertThat(config.hostname()).contains("r1");
    assertThat(config.checkServicesAll()).isTrue();
    assertThat(config.checkAclOutbound()).isTrue();
    assertThat(config.services())
        .extracting(it -> it.group().displayName() + (it.closed() ? " closed" : ""))
        .containsExactly("70", "61 closed", "80", "90", "web-cache");
    assertThat(config.services().get(1).serviceList()).contains("161");
    assertThat(config.services().getLast().groupAddress()).contains(address("239.192.0.1"));
    assertThat(config.interfaces().get(0).redirectIn())
        .extracting(ServiceGroup::id)
        .containsExactly(70, 80, 61);
    assertThat(config.interfaces().get(1).accessOut()).contains("161");
    assertThat(config.interfaces().get(2).groupListen()).containsExactly(WEB);
    assertThat(config.routerId()).as("no loopback: the highest").contains(address("203.0.113.2"));
  }

  @Test
  @DisplayName("policy routing: a route-map, its clauses, and a list of ports")
  void policyRouting() throws IOException {
    IosConfig config = loaded(text("policy-routing.txt"));

    assertThat(config.interfaces().get(1).routeMap()).contains("TO-CACHE");
    assertThat(Objects.requireNonNull(config.routeMaps().get("TO-CACHE")).clauses())
        .containsExactly(
            new IosRouteMap.Clause(
                3, 10, true, List.of("110"), List.of(address("192.0.2.11"), address("192.0.2.12"))),
            new IosRouteMap.Clause(6, 20, false, List.of(), List.of()));
    AccessList web = Objects.requireNonNull(config.accessLists().get("110"));
    assertThat(web.permits(6, bits("198.51.100.7"), 0, 1024, 443)).isTrue();
    assertThat(web.permits(6, bits("198.51.100.7"), 0, 1024, 80)).isTrue();
    assertThat(web.permits(6, bits("198.51.100.7"), 0, 1024, 81)).isFalse();
  }

  @Test
  @DisplayName("keywords may be shortened as far as they stay clear")
  void abbreviations() {
    IosConfig config =
        loaded(
            """
            ip wc web red L group-l C pas 0 secret
            ip acc ext L
             perm tcp a h 192.0.2.80 e www
            ip acc st C
             p 192.0.2.11
            int gi 0/1
             ip addr 198.51.100.1 255.255.255.0
             ip wccp web red in
            int gi0/2
             ip wccp red ex in
            """);

    assertThat(config.services().getFirst().password()).contains(Secret.of("secret"));
    assertThat(config.interfaces())
        .extracting(IosInterface::name)
        .containsExactly(
            new InterfaceName("gi0/1", "GigabitEthernet0/1"),
            new InterfaceName("gi0/2", "GigabitEthernet0/2"));
    assertThat(config.interfaces().getLast().excludeIn()).isTrue();
    assertThat(refused(LEAST + "ip wccp e\nip wccp v\nip wccp s\nip wccp ve 2\n"))
        .extracting(Problem::line, Problem::reason)
        .containsExactly(
            tuple(6, "\"v\" fits several words"), tuple(7, "the name of the interface is missing"));
  }

  @Test
  @DisplayName("no undoes a line, also in its block, and a line outside ends the block")
  void undoes() {
    IosConfig config =
        loaded(
            LEAST
                + """
                 ip wccp 90 redirect in
                 no ip wccp 90 redirect in
                 no shutdown
                ip wccp 90 password secret
                no ip wccp 90
                ip wccp check services all
                no ip wccp check services all
                ip access-list standard C
                 10 permit 192.0.2.11
                 permit 192.0.2.12
                 permit 192.0.2.13
                 no 10
                 no permit 192.0.2.13
                ip wccp source-interface Loopback7
                no ip wccp source-interface
                """);

    assertThat(config.services()).extracting(IosService::group).containsExactly(WEB);
    assertThat(config.checkServicesAll()).isFalse();
    AccessList list = Objects.requireNonNull(config.accessLists().get("C"));
    assertThat(list.permitsHost(bits("192.0.2.11"))).isFalse();
    assertThat(list.permitsHost(bits("192.0.2.12"))).isTrue();
    assertThat(list.permitsHost(bits("192.0.2.13"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0 cisco, cisco", "cisco, cisco", "7 0822455D0A16, cisco", "7 02050D480809, cisco"})
  @DisplayName("§3.1 a password as it is, or as type 7 stores it")
  void passwords(String written, String password) {
    assertThat(loaded(LEAST + "ip wccp web-cache password " + written).services().getFirst())
        .extracting(IosService::password)
        .isEqualTo(Optional.of(Secret.of(password)));
  }

  @Test
  @DisplayName("every line that is not taken is told, with its number, the reason and a remedy")
  void refusals() throws IOException {
    List<Problem> problems = refused(text("refused.txt"));

    assertThat(problems).allMatch(problem -> !problem.remedy().isEmpty());
    assertThat(String.join("\n", problems.stream().map(Problem::toString).toList()) + "\n")
        .isEqualTo(text("refused.problems.txt"));
  }

  @Test
  @DisplayName("a configuration without any address has no router id, and says so once")
  void withoutId() {
    assertThat(refused("ip wccp web-cache\n"))
        .extracting(Problem::reason)
        .containsExactly("no interface has an address, so the router has no id");
    assertThat(refused(LEAST + "ip wccp source-interface Loopback0\n"))
        .extracting(Problem::line, Problem::reason)
        .containsExactly(tuple(5, "this interface has no address, so the router has no id"));
  }

  private static IosConfig loaded(String text) {
    return switch (IosReader.read("r1.txt", text)) {
      case Loading.Loaded<IosConfig>(IosConfig config, var _) -> config;
      case Loading.Refused<IosConfig>(List<Problem> problems) -> throw new AssertionError(problems);
    };
  }

  private static List<Problem> refused(String text) {
    return switch (IosReader.read("r1.txt", text)) {
      case Loading.Loaded<IosConfig> loaded -> throw new AssertionError(loaded);
      case Loading.Refused<IosConfig>(List<Problem> problems) -> problems;
    };
  }

  private static String text(String name) throws IOException {
    try (var in = IosReaderTest.class.getResourceAsStream("/ios/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Inet4Address address(String text) {
    return Inet4Address.ofLiteral(text);
  }

  private static int bits(String text) {
    return Ipv4Bits.of(address(text));
  }
}
