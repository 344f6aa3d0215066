package dev.weir.cli.foreign;

import static dev.weir.cli.foreign.ImportCommandTest.accepted;
import static dev.weir.cli.foreign.ImportCommandTest.why;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.foreign.log.LogFormat;
import dev.weir.node.access.template.Template;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.access.AccessRuleConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("weir import squid.conf")
final class ImportAccessTest {
  private static final String ORDERED =
      """
      http_port 3128
      acl localnet src 10.0.0.0/8
      acl kiosk src 10.9.0.0/16
      acl games dstdomain .games.example chat.example
      acl films url_regex -i \\.(avi|mkv)$
      acl inner dst 10.1.0.0/16
      acl writing method POST PUT
      acl odd port 8080 8443
      acl known proxy_auth REQUIRED
      acl SSL_ports port 443 8443
      http_access deny CONNECT !SSL_ports
      http_access deny kiosk games
      http_access allow kiosk writing odd
      http_access deny films
      http_access deny inner
      http_access allow known
      http_access allow localnet
      """;

  @TempDir Path folder;

  @Test
  @DisplayName("http_access in its order: rules of access, ports of tunnels, and who may come in")
  void access() throws IOException {
    Imported made = SquidImport.of(file(ORDERED));
    NodeConfig config = accepted(made);

    assertThat(config.proxy().forward().orElseThrow().connectPorts()).containsExactly(443, 8443);
    assertThat(config.proxy().forward().orElseThrow().clients())
        .extracting(Object::toString)
        .containsExactly("10.9.0.0/16", "10.0.0.0/8");
    var rules = config.proxy().access().rules();
    assertThat(rules)
        .extracting(it -> it.name() + " " + it.then())
        .containsExactly(
            "deny-kiosk-games DENY",
            "allow-kiosk-writing-odd ALLOW",
            "deny-films DENY",
            "deny-inner DENY",
            "allow-localnet ALLOW",
            "deny-rest DENY");
    assertThat(rules.get(0).about().hosts())
        .containsExactly("games.example", "*.games.example", "chat.example");
    assertThat(rules.get(0).about().clients()).hasToString("[10.9.0.0/16]");
    assertThat(rules.get(1).to().methods()).containsExactly("POST", "PUT");
    assertThat(rules.get(1).to().ports()).containsExactly(8080, 8443);
    assertThat(rules.get(2).to().urls()).containsExactly("(?i)\\.(avi|mkv)$");
    assertThat(rules.get(3).to().destinations()).hasToString("[10.1.0.0/16]");
    assertThat(why(made, 16)).contains("proxy.forward.users");
  }

  @Test
  @DisplayName("where a last line denies, Squid allows the rest; where clients are all, no rules")
  void lastLine() throws IOException {
    String begin = "http_port 3128\nacl net src 10.0.0.0/8\nacl bad dstdomain bad.test\n";
    Imported denying =
        SquidImport.of(file(begin + "http_access allow net\nhttp_access deny bad\n"));
    assertThat(accepted(denying).proxy().access().rules())
        .extracting(AccessRuleConfig::name)
        .containsExactly("allow-net", "deny-bad");
    Imported plain = SquidImport.of(file(begin + "http_access allow net\nhttp_access deny all\n"));
    assertThat(accepted(plain).proxy().access().rules()).isEmpty();
  }

  @Test
  @DisplayName("hours of an ACL are hours of a rule, their last minute with them")
  void hours() throws IOException {
    Imported made =
        SquidImport.of(
            file(
                """
                http_port 3128
                acl net src 10.0.0.0/8
                acl work time MTWHF 8:00-17:59
                acl play time AS 10:30-24:00 D 18:00-23:59 12:00-13:00
                acl sunday time S
                acl odd time MX 8:00-9:00
                acl night time 22:00-06:00
                http_access deny net work
                http_access allow net play
                http_access deny sunday
                http_access deny odd
                http_access deny night
                cache deny work
                always_direct allow work
                http_access allow net
                """));

    assertThat(accepted(made).proxy().access().rules())
        .extracting(it -> it.name() + " " + it.from().week())
        .containsExactly(
            "deny-net-work [mon,tue,wed,thu,fri 08:00-18:00]",
            "allow-net-play [sat,sun 10:30-24:00, mon,tue,wed,thu,fri 18:00-24:00,"
                + " mon,tue,wed,thu,fri,sat,sun 12:00-13:01]",
            "deny-sunday [sun 00:00-24:00]",
            "allow-net []",
            "deny-rest []");
    assertThat(why(made, 11)).contains("\"MX 8:00-9:00\" are no days and hours");
    assertThat(why(made, 12)).contains("\"22:00-06:00\" are no days and hours of a day");
    assertThat(why(made, 13)).contains("cache.rules know hosts");
    assertThat(why(made, 14)).contains("and no time");
  }

  @Test
  @DisplayName("a logformat becomes a template; one with what nobody knows here is left")
  void logFormat() throws IOException {
    Imported made =
        SquidImport.of(
            file(
                """
                http_port 3128
                logformat mine %ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt
                logformat odd %ts %<tt
                logformat web %>a %[ui %[un [%tl] "%rm %ru HTTP/%rv" %>Hs %<st "%{Referer}>h"
                access_log daemon:/var/log/squid/access.log logformat=web
                access_log stdio:/var/log/squid/more.log mine
                """));
    NodeConfig config = accepted(made);

    assertThat(config.log().access().orElseThrow().template().orElseThrow())
        .hasToString("%>a - %un [%tg] \"%\"rm %ru HTTP/%rv\" %>Hs %<st \"%\"{Referer}>h\"");
    assertThat(why(made, 3)).contains("an unknown code: %<tt");
    assertThat(why(made, 6)).contains("one log");
    assertThat(LogFormat.of("%ts.%03tu %6tr %>a %[un 100%%"))
        .isInstanceOfSatisfying(
            Template.Read.Good.class,
            it -> assertThat(it.template()).hasToString("%ts.%03tu %6tr %>a %un 100%%"));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("squid.conf"), text);
  }
}
