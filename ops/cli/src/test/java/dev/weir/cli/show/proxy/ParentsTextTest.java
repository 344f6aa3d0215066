package dev.weir.cli.show.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.show.Page;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ParentsTextTest {
  @Test
  @DisplayName("show parents names each with its state, and why it failed last")
  void parents() {
    String page =
        """
        {"rules":2,"parents":[
          {"name":"head","where":"192.0.2.9:3128","address":"192.0.2.9","up":true,"failures":0,
           "weight":1,"login":true,"asked":12,"failed":0,"lastFailure":""},
          {"name":"spare","where":"192.0.2.10:3128","address":"192.0.2.10","up":false,"failures":3,
           "weight":2,"login":false,"asked":3,"failed":3,"lastFailure":"unreachable"}]}
        """;

    assertThat(Page.PARENTS.text(page).orElseThrow())
        .contains("Chain rules: 2")
        .contains("head              up     12        0         1       yes    192.0.2.9:3128\n")
        .contains("spare             DOWN   3         3         2       no     192.0.2.10:3128")
        .contains("(last failure: unreachable)");
  }

  @Test
  @DisplayName("show dns says what a name means, and what to do where it is refused")
  void names() {
    String page =
        """
        {"name":"wiki.corp.test","result":"rebound","addresses":[],"answered":["10.0.0.1"],
         "kept":true,"secondsLeft":42,"namesKept":7}
        """;

    assertThat(Page.DNS.text(page).orElseThrow())
        .contains("Result:   rebound, kept")
        .contains("10.0.0.1: write the host into dns.private")
        .contains("42 s");
    assertThat(Page.DNS.text("{}")).isEmpty();
  }

  @Test
  @DisplayName("a node without parents says so, and something else is no such page")
  void none() {
    assertThat(Page.PARENTS.text("{\"rules\":0,\"parents\":[]}").orElseThrow())
        .contains("There are no parents");
    assertThat(Page.PARENTS.text("{\"memory\":1}")).isEmpty();
  }
}
