package dev.weir.cli.show.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.show.Page;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What `weir show access` and `weir access explain` print.
class AccessTextTest {
  @Test
  @DisplayName("show access has rules in their order, lists, and the lines that could not be read")
  void present() {
    String page =
        """
        {"rules":[{"name":"staff","then":"allow"},{"name":"no-ads","then":"deny"}],"responses":[],
         "login":true,"page":false,
         "lists":[{"name":"ads","domains":1000000,"prefixes":0,"expressions":12,"bytes":35000000,
           "ageSeconds":61,"failing":true,"badLines":2,"bad":["/etc/ads:7: \\"a b\\" is no domain"]}]}
        """;

    assertThat(Page.ACCESS.text(page).orElseThrow())
        .containsSubsequence("allow by staff", "deny by no-ads", "none: everything is allowed")
        .contains("wanted")
        .contains(" 1000000         0           12    35000000          61  ads (its files cannot")
        .contains("2 lines could not be read")
        .contains("/etc/ads:7: \"a b\" is no domain");
    assertThat(Page.ACCESS.text("{}")).isEmpty();
  }

  @Test
  @DisplayName("access explain says what happens and by which rule")
  void verdict() {
    assertThat(
            AccessText.verdict(
                "{\"rules\":2,\"request\":{\"then\":\"deny\",\"rule\":\"no-ads\"},"
                    + "\"response\":{\"then\":\"allow\",\"rule\":\"\"}}"))
        .get()
        .asString()
        .contains("Request: deny by no-ads", "Answer:  allow: none of 2 rules decides");
    assertThat(AccessText.verdict("{}")).isEmpty();
    assertThat(AccessText.verdict("<p>")).isEmpty();
  }
}
