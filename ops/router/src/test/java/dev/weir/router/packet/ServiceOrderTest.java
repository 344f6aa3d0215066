package dev.weir.router.packet;

import static dev.weir.router.packet.Packets.TCP;
import static dev.weir.router.packet.Packets.UDP;
import static dev.weir.router.packet.Packets.packet;
import static dev.weir.router.packet.Packets.tcp;
import static dev.weir.router.packet.Services.CACHE_1;
import static dev.weir.router.packet.Services.CACHE_2;
import static dev.weir.router.packet.Services.NOTHING;
import static dev.weir.router.packet.Services.WEB;
import static dev.weir.router.packet.Services.closed;
import static dev.weir.router.packet.Services.described;
import static dev.weir.router.packet.Services.dynamic;
import static dev.weir.router.packet.Services.everything;
import static dev.weir.router.packet.Services.redirecting;
import static dev.weir.router.packet.Services.rules;
import static dev.weir.router.packet.Services.table;
import static dev.weir.router.packet.Services.tcpFrom;
import static dev.weir.router.packet.Services.web;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.router.acl.AccessList;
import dev.weir.router.acl.PortTest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which of several services a packet belongs to, and what the lists make of it (§3.2, §7.3).
final class ServiceOrderTest {
  private static final String CLIENT = "198.51.100.7";
  private static final String ORIGIN = "203.0.113.80";

  @ParameterizedTest
  @CsvSource({
    "241, 1", // above web-cache's 240
    "240, 0", // of equals the lower number
    "239, 0"
  })
  @DisplayName("§3.2 the service with the highest priority is asked first; web-cache has 240")
  void priority(int priority, int service) {
    var table =
        table(
            web(rules(0, WEB), everything(CACHE_1), CACHE_1),
            RedirectService.described(
                rules(1, dynamic(90)),
                described(90, priority, TCP, 0x12, 80),
                everything(CACHE_2),
                List.of(CACHE_2)));

    assertThat(serviceOf(decide(tcp(CLIENT, ORIGIN, 80), table))).isEqualTo(service);
  }

  @ParameterizedTest
  @CsvSource({
    "6, 0x0012, 6, 40000, 443, true",
    "6, 0x0012, 6, 443, 40000, false",
    "6, 0x0032, 6, 443, 40000, true", // the ports are the source's
    "6, 0x0032, 6, 40000, 443, false",
    "6, 0x0012, 17, 40000, 443, false",
    "17, 0x0012, 17, 40000, 443, true",
    "6, 0x0002, 6, 40000, 1, true", // ports not defined: all
    "0, 0x0002, 17, 40000, 1, true", // protocol 0: any
    "0, 0x0002, 1, 0, 0, true",
    "0, 0x0012, 17, 40000, 443, true",
    "0, 0x0012, 1, 0, 0, false", // ICMP has no port 443
    "0, 0x0042, 6, 40000, 443, false", // 2.01: only protocol 0
    "0, 0x0042, 0, 0, 0, true"
  })
  @DisplayName("§3.2 protocol, flags and ports say which packets are the service's")
  void description(
      int protocol, String flags, int packetProtocol, int source, int destination, boolean its) {
    var table = table(service90(protocol, Integer.decode(flags), 443, 8443));

    Verdict verdict = decide(packet(packetProtocol, CLIENT, source, ORIGIN, destination), table);

    assertThat(verdict instanceof Verdict.Redirect).isEqualTo(its);
  }

  @ParameterizedTest
  @CsvSource({"false, 198.51.100.7, 0", "false, 198.51.100.8, 0", "true, 198.51.100.8, 1"})
  @DisplayName("§7.3 what one redirect-list denies is offered to the next service only if asked")
  void checkServicesAll(boolean all, String client, int service) {
    var table =
        table(
            all,
            web(redirecting(rules(0, WEB), tcpFrom(CLIENT, PortTest.ANY)), everything(CACHE_1)),
            service90(0, 0x02));

    Verdict verdict = decide(tcp(client, ORIGIN, 80), table);

    assertThat(serviceOf(verdict)).isEqualTo(service);
    assertThat(verdict instanceof Verdict.Redirect).isEqualTo(all || client.equals(CLIENT));
  }

  @Test
  @DisplayName("§7.3 what every redirect-list denies is forwarded, counted for the first service")
  void allDeny() {
    var table =
        table(
            true,
            web(redirecting(rules(0, WEB), NOTHING), everything(CACHE_1)),
            RedirectService.described(
                redirecting(closed(rules(1, dynamic(90))), NOTHING),
                described(90, 10, 0, 0x02),
                everything(CACHE_2),
                List.of()));

    assertThat(decide(tcp(CLIENT, ORIGIN, 80), table))
        .isEqualTo(new Verdict.Spared(0, Verdict.Forward.REDIRECT_LIST));
    assertThat(decide(tcp(CLIENT, ORIGIN, 81), table))
        .isEqualTo(new Verdict.Spared(1, Verdict.Forward.REDIRECT_LIST));
  }

  @Test
  @DisplayName("§7.3 the redirect-list sees the packet's ports")
  void listSeesPorts() {
    AccessList only8080 = tcpFrom(CLIENT, PortTest.equal(8080));
    var table =
        table(
            RedirectService.described(
                redirecting(rules(0, dynamic(90)), only8080),
                described(90, 10, TCP, 0x12, 80, 8080),
                everything(CACHE_2),
                List.of()));

    assertThat(decide(tcp(CLIENT, ORIGIN, 8080), table)).isInstanceOf(Verdict.Redirect.class);
    assertThat(decide(tcp(CLIENT, ORIGIN, 80), table))
        .isEqualTo(new Verdict.Spared(0, Verdict.Forward.REDIRECT_LIST));
  }

  @Test
  @DisplayName(
      "§7.3 a closed service that no cache has described drops what its service-list names")
  void serviceList() {
    var rules = closed(rules(0, dynamic(90)), tcpFrom(CLIENT, PortTest.equal(443)));
    var before = table(RedirectService.undescribed(rules));
    var after =
        table(
            RedirectService.described(
                rules, described(90, 10, TCP, 0x12, 8443), everything(CACHE_2), List.of()));

    assertThat(decide(tcp(CLIENT, ORIGIN, 443), before)).isEqualTo(new Verdict.Dropped(0));
    assertThat(decide(tcp(CLIENT, ORIGIN, 8443), before)).isEqualTo(Verdict.Forward.NOT_SERVICE);
    assertThat(decide(tcp(CLIENT, ORIGIN, 443), after)).isEqualTo(Verdict.Forward.NOT_SERVICE);
    assertThat(decide(tcp(CLIENT, ORIGIN, 8443), after)).isInstanceOf(Verdict.Redirect.class);
  }

  @Test
  @DisplayName("§3.2 a dynamic service that no cache has described has no packets")
  void undescribed() {
    var service = RedirectService.undescribed(rules(0, dynamic(90)));

    assertThat(decide(tcp(CLIENT, ORIGIN, 80), table(service)))
        .isEqualTo(Verdict.Forward.NOT_SERVICE);
    assertThat(service.diverts()).isEmpty();
  }

  @Test
  @DisplayName("§7.3 each point redirects its own services")
  void points() {
    var table =
        new RedirectTable(
            List.of(web(rules(0, WEB), everything(CACHE_1)), service90(UDP, 0x02)),
            List.of(Set.of(WEB), Set.of(dynamic(90))),
            false);

    assertThat(RedirectDecision.decide(tcp(CLIENT, ORIGIN, 80), 0, 40, table, 0))
        .isInstanceOf(Verdict.Redirect.class);
    assertThat(RedirectDecision.decide(tcp(CLIENT, ORIGIN, 80), 0, 40, table, 1))
        .isEqualTo(Verdict.Forward.NOT_SERVICE);
    assertThat(serviceOf(RedirectDecision.decide(packet(UDP, CLIENT, ORIGIN, 53), 0, 40, table, 1)))
        .isEqualTo(1);
  }

  private static RedirectService service90(int protocol, int flags, Integer... ports) {
    return RedirectService.described(
        rules(1, dynamic(90)),
        described(90, 10, protocol, flags, ports),
        everything(CACHE_2),
        List.of());
  }

  private static int serviceOf(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Redirect it -> it.service();
      case Verdict.HandOver it -> it.service();
      case Verdict.Spared it -> it.service();
      case Verdict.Dropped it -> it.service();
      case Verdict.Forward it -> throw new AssertionError(it);
    };
  }

  private static Verdict decide(ByteBuffer packet, RedirectTable table) {
    return RedirectDecision.decide(packet, 0, packet.limit(), table, 0);
  }
}
