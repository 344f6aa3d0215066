package dev.weir.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class OwnerTextTest {
  private static final String EPOCH =
      "\"kept\":\"by-owner\",\"stores\":true,\"hostsKnown\":3,\"hostsSpread\":0,\"epoch\":"
          + "{\"number\":17,\"designated\":\"192.0.2.1\",\"by\":\"routers\"}";

  @Test
  @DisplayName("whose a URL is, and why")
  void owner() {
    String text =
        OwnerText.of(
                "{"
                    + EPOCH
                    + ",\"url\":\"http://a.test/\",\"residence\":{\"directory\":\"192.0.2.2\","
                    + "\"home\":5,\"spread\":false,\"bucket\":5,\"owner\":\"192.0.2.3\","
                    + "\"tenure\":16,\"before\":null}}")
            .orElseThrow();
    assertThat(text.lines())
        .contains(
            "Epoch:            17, as the routers echo it",
            "Owner:            192.0.2.3",
            "Directory:        192.0.2.2",
            "Owner before:     -none-");
  }

  @Test
  @DisplayName("a host that nobody has asked for here: its directory knows")
  void unknown() {
    String page = "{" + EPOCH + ",\"residence\":{\"directory\":\"192.0.2.2\",\"home\":null}}";
    assertThat(OwnerText.of(page).orElseThrow()).contains("ask 192.0.2.2");
  }

  @Test
  @DisplayName("a node without a link keeps what comes; another program's page is none")
  void others() {
    assertThat(OwnerText.of("{\"kept\":\"where-it-comes\"}").orElseThrow()).contains("no link");
    assertThat(OwnerText.of("{\"kept\":\"by-owner\",\"epoch\":null}").orElseThrow())
        .contains("No table");
    assertThat(OwnerText.of("{\"router\":{}}")).isEmpty();
    assertThat(OwnerText.of("not JSON")).isEmpty();
  }
}
