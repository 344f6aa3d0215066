package dev.weir.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("show bypass")
final class BypassTextTest {
  private static final String PAGE =
      """
      {"rules":[
        {"side":"from","what":"10.1.0.0/16","secondsLeft":null,"because":"","configured":true,
         "addresses":[]},
        {"side":"to","what":"203.0.113.80","secondsLeft":3000,"because":"login by address",
         "configured":false,"addresses":[]},
        {"side":"to","what":"www.example.com","secondsLeft":90,"because":"","configured":false,
         "addresses":["198.51.100.7","198.51.100.8"]},
        {"side":"to","what":"192.0.2.0/25","secondsLeft":null,"because":"","configured":false},
        {"side":"to","what":"203.0.113.9:80","secondsLeft":null,"because":"","configured":false},
        {"side":"to","what":"10.1.2.3@203.0.113.9:81","secondsLeft":null,"because":""},
        {"side":"to","what":"10.1.2.3@203.0.113.7:80","secondsLeft":599,
         "because":"learnt: not-http","cause":"not-http","configured":false},
        {"side":"port","what":"8080","secondsLeft":null,"because":"","configured":true}]}
      """;

  @Test
  @DisplayName("each rule is a line; a name's addresses stand below it")
  void table() {
    assertThat(Page.BYPASS.text(PAGE))
        .contains(
            """
            Side  What                                      For           Because
            from  10.1.0.0/16                               configured
            to    203.0.113.80                              50 min        login by address
            to    www.example.com                           90 s
                    198.51.100.7
                    198.51.100.8
            to    192.0.2.0/25                              ever
            to    203.0.113.9:80                            ever
            to    10.1.2.3@203.0.113.9:81                   ever
            to    10.1.2.3@203.0.113.7:80                   9 min         learnt: not-http
            port  8080                                      configured
            """);
    assertThat(Page.BYPASS.text("{\"rules\":[]}"))
        .contains("No connection is given back to the router by a rule.\n");
    assertThat(Page.BYPASS.text("{}")).isEmpty();
  }

  @Test
  @DisplayName("§7.3 the same as the access-list of a router's redirect-list")
  void redirectList() {
    assertThat(BypassText.redirectList(PAGE))
        .contains(
            """
            ip access-list extended WEIR-BYPASS
             deny tcp 10.1.0.0 0.0.255.255 any
             deny tcp any host 203.0.113.80
             deny tcp any host 198.51.100.7
             deny tcp any host 198.51.100.8
             deny tcp any 192.0.2.0 0.0.0.127
             deny tcp any host 203.0.113.9 eq 80
             deny tcp host 10.1.2.3 host 203.0.113.9 eq 81
             deny tcp any any eq 8080
             permit tcp any any
            """);
    assertThat(BypassText.redirectList("nonsense")).isEmpty();
  }

  @Test
  @DisplayName("what is no prefix, address or port gets into no access-list")
  void hostile() {
    String page =
        "{\"rules\":[{\"side\":\"to\",\"what\":\"x\\n permit ip any any\"},"
            + "{\"side\":\"to\",\"what\":\"192.0.2.1:80 log\"},"
            + "{\"side\":\"port\",\"what\":\"80 log\"}]}";

    assertThat(BypassText.redirectList(page))
        .contains("ip access-list extended WEIR-BYPASS\n permit tcp any any\n");
  }
}
