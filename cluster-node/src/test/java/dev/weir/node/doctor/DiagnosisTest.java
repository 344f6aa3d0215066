package dev.weir.node.doctor;

import static dev.weir.node.doctor.Patient.match;
import static dev.weir.node.doctor.Patient.outside;
import static dev.weir.node.doctor.Patient.router;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.ConfigText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("weir doctor")
final class DiagnosisTest {
  @Test
  @DisplayName("finds nothing in a node in good health")
  void healthy() {
    assertThat(Diagnosis.of(new Patient().facts()).findings()).isEmpty();
  }

  @Test
  @DisplayName("an idle node of which no client was named is in good health")
  void idle() {
    var patient = new Patient();
    patient.silence();
    patient.clients = Set.of();

    assertThat(Diagnosis.of(patient.facts()).findings()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("illnesses")
  @DisplayName("names each hop at which a packet is lost")
  void names(Check first, Consumer<Patient> illness) {
    var patient = new Patient();
    illness.accept(patient);

    assertThat(Diagnosis.of(patient.facts()).first().map(Finding::check)).contains(first);
  }

  @Test
  @DisplayName("has an illness in this test for each check")
  void complete() {
    assertThat(illnesses().map(it -> it.get()[0])).containsAll(Arrays.asList(Check.values()));
  }

  @Test
  @DisplayName("each finding says what to do: a command here or advice")
  void remedies() {
    illnesses()
        .forEach(arguments -> {
          var patient = new Patient();
          illness(arguments).accept(patient);
          assertThat(Diagnosis.of(patient.facts()).first().map(Finding::cause))
              .as("%s", arguments.get()[0])
              .hasValueSatisfying(cause ->
                  assertThat(cause.commands().isEmpty()).isNotEqualTo(cause.advice().isEmpty()));
        });
  }

  @Test
  @DisplayName("mends a lost ip rule with the very command that sets it")
  void mendsRule() {
    var patient = new Patient();
    patient.rules.removeLast();

    assertThat(Diagnosis.of(patient.facts()).first().orElseThrow().cause().commands())
        .extracting(Object::toString)
        .containsExactly("ip rule add pref 90 iif wccp0 lookup 90");
  }

  @Test
  @DisplayName("a rule of a firewall is answered by one that accepts, in the same chain")
  void mendsFirewall() {
    var patient = new Patient();
    patient.firewall("input", match("udp.dport", "2000-2100"), match("ip.saddr", "192.0.2.0/24"));

    assertThat(Diagnosis.of(patient.facts()).first().orElseThrow().cause().commands())
        .extracting(Object::toString)
        .containsExactly("nft insert rule inet filter input udp dport 2048 accept");
  }

  @Test
  @DisplayName("loose rp_filter wins over strict: 2 on the TUN is well whatever `all` says")
  void looseIsWell() {
    var patient = new Patient();
    patient.sysctls.put("ipv4/conf/all/rp_filter", 1);
    patient.sysctls.put("ipv4/conf/wccp0/rp_filter", 2);
    assertThat(Diagnosis.of(patient.facts()).findings()).isEmpty();

    patient.sysctls.put("ipv4/conf/wccp0/rp_filter", 0);
    assertThat(Diagnosis.of(patient.facts()).first().map(Finding::check)).contains(Check.RP_FILTER);
  }

  @Test
  @DisplayName("a password that was wrong a moment ago is forgotten once every router answers")
  void forgetsPassword() {
    var patient = new Patient();
    patient.refusedLately.add("digest");

    assertThat(Diagnosis.of(patient.facts()).findings()).isEmpty();
  }

  @Test
  @DisplayName("where packets come plain, the lack of GRE means nothing")
  void plain() {
    var patient = new Patient();
    patient.silence();
    patient.config =
        Optional.of(
            ConfigText.accepted(
                """
                node: {name: cache-1, address: 192.0.2.11}
                wccp: {routers: [192.0.2.1], forwarding: [l2]}
                gre: {interface: n0}
                dns: {servers: [192.0.2.53]}
                """));

    assertThat(Diagnosis.of(patient.facts()).findings()).isEmpty();
  }

  @Test
  @DisplayName("every code has a heading of its own in the runbook, and is written but once")
  void documented() throws Exception {
    String page = Files.readString(Path.of("../docs/runbooks/doctor.md"));

    for (Check check : Check.values()) {
      assertThat(page.lines().filter(("## " + check.code())::equals)).as(check.code()).hasSize(1);
    }
    assertThat(Arrays.stream(Check.values()).map(it -> it.code().substring(0, 6)))
        .doesNotHaveDuplicates()
        .isSorted();
  }

  static Stream<Arguments> illnesses() {
    return Stream.of(
            hostIllnesses(),
            ruleIllnesses(),
            wccpIllnesses(),
            wireIllnesses(),
            connectionIllnesses())
        .flatMap(it -> it);
  }

  private static Stream<Arguments> hostIllnesses() {
    return Stream.of(
        ill(Check.SIDECAR, it -> it.beside("tproxy")),
        ill(
            Check.CONFIG,
            it -> {
              it.config = Optional.empty();
              it.problems.add("node.yaml:3: gre.interface: missing; write it");
            }),
        ill(
            Check.PRIVILEGES,
            it -> {
              it.running = false;
              it.lacking.add("CAP_NET_ADMIN");
            }),
        ill(Check.TUN_DEVICE, it -> it.tun = false),
        ill(Check.INTERFACE, it -> it.links.remove("n0")),
        ill(Check.INTERFACE, it -> it.links.put("n0", link(false, 1500, "192.0.2.11"))),
        ill(Check.ADDRESS, it -> it.links.put("n0", link(true, 1500, "192.0.2.99"))),
        ill(Check.NOT_RUNNING, it -> it.running = false),
        ill(Check.TUN_DOWN, it -> it.links.remove("wccp1")),
        ill(Check.TUN_DOWN, it -> it.links.put("wccp0", link(false, 1500, "192.0.2.1"))),
        ill(Check.RP_FILTER, it -> it.sysctls.put("ipv4/conf/wccp0/rp_filter", 1)),
        ill(Check.TUN_ADDRESS, it -> it.links.put("wccp0", link(true, 1500, "192.0.2.9"))),
        ill(Check.FORWARDING, it -> it.sysctls.put("ipv4/conf/wccp0/forwarding", 0)),
        ill(Check.MTU, it -> it.links.put("n0", link(true, 1400, "192.0.2.11"))));
  }

  private static Stream<Arguments> ruleIllnesses() {
    return Stream.of(
        ill(Check.GUARD, it -> it.remove("weir_guard", "prerouting")),
        ill(Check.DIVERT, it -> it.remove("weir", "divert")),
        ill(Check.DIVERT, it -> it.remove("weir", "known")),
        ill(Check.TRACKED, it -> it.remove("weir", "untracked")),
        ill(Check.CONNTRACK, it -> it.tracking = new HostFacts.Tracking(98, 100)),
        ill(Check.STRAY_RULE, it -> it.rules.removeFirst()),
        ill(Check.LOCAL_RULE, it -> it.rules.removeLast()),
        ill(Check.LOCAL_ROUTE, it -> it.tables.remove(90)),
        ill(Check.STRAY_ROUTE, it -> it.tables.remove(91)),
        ill(Check.FIREWALL_WCCP, it -> it.firewall("output", match("udp.dport", "2048"))),
        ill(Check.FIREWALL_CLIENT, it -> it.firewall("input", match("tcp.dport", "22", "80"))),
        ill(Check.FIREWALL_REPLY, it -> it.firewall("output", match("tcp.sport", "80"))),
        ill(
            Check.FIREWALL_STRAY,
            it -> it.chains.add(Patient.chain("ip", "filter", "FORWARD", "forward", true))),
        ill(Check.FIREWALL_ORIGIN, it -> it.firewall("output", match("tcp.dport", "80"))),
        ill(Check.FIREWALL_DNS, it -> it.firewall("output", match("udp.dport", "53"))),
        ill(Check.ROUTE_ROUTER, it -> it.routes.put("192.0.2.1", Optional.empty())),
        ill(Check.ROUTE_CLIENT, it -> it.routes.put(Patient.CLIENT, Optional.empty())));
  }

  private static Stream<Arguments> wccpIllnesses() {
    return Stream.of(
        ill(
            Check.PASSWORD,
            it -> {
              it.routers = List.of(router("192.0.2.1", "calling"));
              it.count("weir_wccp_refused_total/digest", 3);
            }),
        ill(
            Check.PASSWORD,
            it -> {
              it.routers = List.of(router("192.0.2.1", "calling"));
              it.refusedLately.add("digest");
            }),
        ill(
            Check.ROUTER_ID,
            it -> {
              it.routers = List.of(router("192.0.2.1", "calling"));
              it.count("weir_wccp_refused_total/unknown-router", 3);
            }),
        ill(Check.ROUTER_SILENT, it -> it.routers = List.of(router("192.0.2.1", "calling"))),
        ill(Check.METHOD, it -> it.routers = List.of(router("192.0.2.1", "rejected"))),
        ill(Check.VIEWS, it -> it.routers = List.of(router("192.0.2.1", "assigned", "192.0.2.11"))),
        ill(Check.UNASSIGNED, it -> it.owned = 0));
  }

  private static Stream<Arguments> wireIllnesses() {
    return Stream.of(
        ill(
            Check.MERELY_ROUTES,
            it -> {
              it.silence();
              it.sysctls.put("ipv4/ip_forward", 1);
              it.count(Traffic.FORWARDED, 12);
            }),
        ill(
            Check.GRE_STRANGER,
            it -> {
              it.silence();
              it.count(Traffic.GUARD, 5);
            }),
        ill(Check.GRE_SILENT, Patient::silence),
        ill(
            Check.GRE_REFUSED,
            it -> {
              it.silence();
              it.count("weir_gre_packets_total/outer_fragment", 4);
            }),
        ill(
            Check.BYPASSED,
            it -> {
              it.silence();
              it.count("weir_gre_packets_total/bypassed", 2);
              it.count("weir_gre_packets_total/deliver", 4);
            }));
  }

  private static Stream<Arguments> connectionIllnesses() {
    return Stream.of(
        ill(
            Check.SYN_LOST,
            it -> {
              it.count(Traffic.SYN, 0);
              it.count(Traffic.ACCEPTED, 0);
            }),
        ill(
            Check.REPLY_LOST,
            it -> List.of(Traffic.REPLIES, Traffic.ACCEPTED).forEach(name -> it.count(name, 0))),
        ill(Check.ONE_WAY, it -> it.count(Traffic.ACCEPTED, 0)),
        ill(Check.DNS, it -> it.outside = outside(List.of("192.0.2.53"), List.of(), 0)),
        ill(Check.ORIGIN, it -> it.outside = outside(List.of(), List.of("a.test (refused)"), 0)),
        ill(Check.CLOCK, it -> it.outside = outside(List.of(), List.of(), -3_600)),
        ill(Check.PEER_CLOSED, it -> it.outside = Patient.called(List.of("x (y)"), List.of())),
        ill(Check.PEER_REFUSED, it -> it.outside = Patient.called(List.of(), List.of("x (y)"))),
        ill(Check.PARENT_SILENT, it -> it.outside = Patient.asked(List.of("x (y)"), List.of())),
        ill(Check.PARENT_LOGIN, it -> it.outside = Patient.asked(List.of(), List.of("x"))),
        ill(Check.CERTIFICATE, Patient::showsWhatEndsSoon),
        ill(Check.DISK, it -> it.count(Traffic.DISK_FAILING + "/var/cache/weir", 1)),
        ill(Check.CACHE_MEMORY, it -> it.count(Traffic.NO_ROOM, 1)),
        ill(Check.SNMP_PORT, Patient::isAskedElsewhere));
  }

  private static HostFacts.Link link(boolean up, int mtu, String address) {
    return new HostFacts.Link(up, mtu, Set.of(address));
  }

  private static Arguments ill(Check check, Consumer<Patient> illness) {
    return Arguments.of(check, illness);
  }

  @SuppressWarnings("unchecked")
  private static Consumer<Patient> illness(Arguments arguments) {
    return (Consumer<Patient>) arguments.get()[1];
  }
}
