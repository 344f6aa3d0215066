package dev.weir.router.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ShowWccpTest {
  private static final String FREE = "0".repeat(64);

  private static final ShowModel MODEL =
      new ShowModel(
          new ShowModel.Router("203.0.113.255", "2.0", "Loopback0"),
          List.of(
              service(
                  "web-cache",
                  0,
                  List.of(
                      hash("192.0.2.11", "a".repeat(64), 1809, 49902),
                      hash("192.0.2.12", "5".repeat(64), 0, 93600),
                      stranger("192.0.2.13"))),
              service("90", 0x0111, List.of(mask("192.0.2.11")))),
          List.of(
              new ShowModel.Interface(
                  "GigabitEthernet0/1",
                  0,
                  1,
                  0,
                  false,
                  new ShowModel.Rules("110", 4),
                  null,
                  new ShowModel.Rules("TO-CACHE", 7)),
              new ShowModel.Interface(
                  "GigabitEthernet0/2", 0, 0, 1, true, null, new ShowModel.Rules("161", 0), null)));

  @ParameterizedTest
  @CsvSource({
    "'', V15, all",
    "'', V12, all-12",
    "web-cache detail, V15, detail",
    "web-cache detail, V12, detail-12",
    "w c, V15, clients",
    "90 d, V15, detail-mask",
    "90 d, V12, detail-mask-12",
    "web-cache view, V15, view",
    "web-cache service, V15, service",
    "90 service, V15, service-90",
    "summary, V15, summary",
    "i, V15, interfaces",
  })
  @DisplayName("§7.3 show ip wccp in the labels, the order and the columns of the routers")
  void shows(String words, IosStyle style, String golden) throws IOException {
    List<String> line = words.isEmpty() ? List.of() : List.of(words.split(" ", -1));

    assertThat(ShowWccp.parse(line).of(MODEL, style)).contains(text(golden + ".txt"));
  }

  @Test
  @DisplayName("a service that is not there, and words that say nothing, are refused")
  void refuses() {
    assertThat(ShowWccp.parse(List.of("80")).of(MODEL, IosStyle.V15)).isEmpty();
    assertThatThrownBy(() -> ShowWccp.parse(List.of("everything")))
        .hasMessage("\"everything\" is not one of summary, interfaces, web-cache, 51..254");
    assertThatThrownBy(() -> ShowWccp.parse(List.of("web-cache", "buckets")))
        .hasMessage("\"buckets\" is not one of detail, view, service, clients");
    assertThatThrownBy(() -> ShowWccp.parse(List.of("web-cache", "view", "all")))
        .hasMessage("\"all\" is one word too many");
  }

  @Test
  @DisplayName(
      "a page without anything is shown as a router without anything; no terminal is steered")
  void showsLittle() {
    var empty = new ShowModel(null, List.of(), List.of());
    assertThat(ShowWccp.parse(List.of("s")).of(empty, IosStyle.V15))
        .get()
        .asString()
        .contains("0 services")
        .contains("(Router Id: -none-)");
    var steering =
        new ShowModel(new ShowModel.Router("\u001b[2J", "2.0", null), List.of(), List.of());
    assertThat(ShowWccp.parse(List.of()).of(steering, IosStyle.V15))
        .get()
        .asString()
        .contains("?[2J");
  }

  @Test
  @DisplayName("time since a cache joined, as routers write it")
  void elapsed() {
    assertThat(IosText.elapsed(49_902)).isEqualTo("13:51:42");
    assertThat(IosText.elapsed(86_399)).isEqualTo("23:59:59");
    assertThat(IosText.elapsed(93_600)).isEqualTo("1d02h");
    assertThat(IosText.elapsed(12 * 86_400)).isEqualTo("1w5d");
  }

  private static ShowModel.Service service(String name, int flags, List<ShowModel.Client> caches) {
    boolean dynamic = !name.equals("web-cache");
    return new ShowModel.Service(
        name,
        dynamic ? "dynamic" : "standard",
        dynamic ? Integer.parseInt(name) : 0,
        dynamic ? 34 : 0,
        dynamic ? 6 : 0,
        flags,
        dynamic ? List.of(443, 8443) : List.of(),
        (int) caches.stream().filter(ShowModel.Client::isUsable).count(),
        List.of("203.0.113.255"),
        caches,
        dynamic ? "closed" : "open",
        dynamic ? null : "WCCP-REDIRECT",
        dynamic ? null : "WCCP-CACHES",
        dynamic ? "161" : null,
        dynamic ? 0 : 1809,
        7,
        3,
        dynamic ? 11 : 0,
        2,
        5,
        4);
  }

  private static ShowModel.Client hash(String address, String hash, long redirected, long seconds) {
    return new ShowModel.Client(
        address,
        "usable",
        false,
        "2.00",
        "GRE",
        "GRE",
        "HASH",
        FREE,
        hash,
        128,
        256,
        List.of(),
        seconds,
        redirected,
        2L);
  }

  private static ShowModel.Client stranger(String address) {
    return new ShowModel.Client(
        address, "seen", true, "2.00", "GRE", "GRE", "HASH", FREE, FREE, 0, 256, List.of(), 0L, 0L,
        0L);
  }

  private static ShowModel.Client mask(String address) {
    var values =
        IntStream.of(0x0, 0x40, 0x100, 0x140)
            .mapToObj(it -> new ShowModel.MaskFields(Integer.toHexString(it), "0", 0, 0))
            .toList();
    return new ShowModel.Client(
        address,
        "usable",
        false,
        "2.01",
        "L2",
        "L2",
        "MASK",
        null,
        null,
        4,
        64,
        List.of(new ShowModel.MaskSet(new ShowModel.MaskFields("1741", "0", 0, 0), values)),
        768L,
        4410L,
        0L);
  }

  private static String text(String name) throws IOException {
    try (var in = ShowWccpTest.class.getResourceAsStream("/show/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
