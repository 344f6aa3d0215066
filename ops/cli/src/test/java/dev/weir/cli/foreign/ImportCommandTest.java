package dev.weir.cli.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.foreign.Imported.Leftover;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.chain.ChainConfig;
import dev.weir.node.config.intercept.InterceptConfig;
import dev.weir.node.config.yaml.ConfigSource;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.config.yaml.SecretSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("weir import")
final class ImportCommandTest {
  private static final String BRANCH =
      """
      # A branch office behind its head office
      visible_hostname Branch-07.example.com
      http_port 192.0.2.11:3128
      acl localnet src 10.7.0.0/16 192.168.7.0/255.255.255.0
      acl localnet src fe80::/10
      acl inside dstdomain .corp.example.com
      acl updates url_regex -i \\.(iso|cab)$
      acl Safe_ports port 80
      acl CONNECT method CONNECT
      http_access deny !Safe_ports
      http_access allow localnet
      http_access allow localhost
      http_access deny all
      cache_peer proxy1.example.com parent 3128 0 no-query name=head round-robin weight=2 \\
          login=branch:s3cret connect-timeout=4
      cache_peer 198.51.100.9 parent 8080 3130 name=spare round-robin
      cache_peer 198.51.100.10 sibling 3128 3130
      cache_peer_access spare allow updates
      cache_peer_access spare deny all
      cache_peer_access head allow all
      always_direct allow inside
      never_direct allow all
      refresh_pattern ^ftp: 1440 20% 10080
      refresh_pattern -i \\.(gif|png|jpg)$ 1440 50% 10080 override-expire reload-into-ims
      refresh_pattern . 0 20% 4320
      acl private urlpath_regex ^/private/
      cache deny private
      cache_mem 256 MB
      cache_dir ufs /var/spool/squid 10000 16 256
      access_log stdio:/var/log/squid/access.log squid
      dns_nameservers 192.0.2.53 2001:db8::53
      positive_dns_ttl 6 hours
      negative_dns_ttl 1 minute
      connect_timeout 1 minute
      forwarded_for delete
      """;
  private static final String TPROXY =
      """
      http_port 3128
      http_port 3129 tproxy
      wccp2_router 192.0.2.1
      wccp2_router 192.0.2.2
      wccp2_address 192.0.2.11
      wccp2_forwarding_method gre
      wccp2_return_method gre
      wccp2_assignment_method hash
      wccp2_service dynamic 80 password=geheim8
      wccp2_service_info 80 protocol=tcp flags=dst_ip_hash priority=240 ports=80,8080
      wccp2_service dynamic 90
      wccp2_service_info 90 protocol=tcp flags=src_ip_hash,ports_source priority=240 ports=80,8080
      wccp2_weight 10000
      wccp2_rebuild_wait on
      """;

  @TempDir Path folder;

  @Test
  @DisplayName("a branch office's squid.conf: parents, chain, rules, cache, names, clients")
  void branch() throws IOException {
    Imported made = SquidImport.of(file("squid.conf", BRANCH));
    NodeConfig config = accepted(made);

    assertThat(config.node().name()).isEqualTo("branch-07");
    assertThat(config.proxy().forward().orElseThrow().clients())
        .extracting(Object::toString)
        .containsExactly("10.7.0.0/16", "192.168.7.0/24", "127.0.0.1/32");
    assertThat(config.proxy().parents()).hasSize(2);
    assertThat(config.proxy().parents().getFirst().address())
        .hasToString("proxy1.example.com:3128");
    assertThat(config.proxy().parents().getFirst().weight()).isEqualTo(2);
    assertThat(config.proxy().parents().getFirst().connectTimeout())
        .isEqualTo(Duration.ofSeconds(4));
    assertThat(config.proxy().chain())
        .extracting(ChainConfig::to)
        .containsExactly(List.of(), List.of("spare"), List.of("head"));
    assertThat(config.proxy().chain().get(0).about().hosts()).containsExactly(".corp.example.com");
    assertThat(config.proxy().chain().get(1).about().urls()).containsExactly("(?i)\\.(iso|cab)$");
    assertThat(config.proxy().chain().get(2).fallback()).isEqualTo(ChainConfig.Fallback.FAIL);
    assertThat(config.cache().memoryBytes()).isEqualTo(256L << 20);
    assertThat(config.cache().disks()).hasSize(1);
    assertThat(config.cache().rules()).hasSize(3);
    assertThat(config.cache().rules().getFirst().ttl().least()).contains(Duration.ofDays(1));
    assertThat(config.cache().rules().getLast().store()).isFalse();
    assertThat(config.dns().ttl().most()).isEqualTo(Duration.ofHours(6));
    assertThat(config.dns().ttl().negative()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.log().access().orElseThrow().path())
        .isEqualTo(Path.of("/var/log/squid/access.log"));
  }

  @Test
  @DisplayName("every line that is not taken over is told with its number and why, no secret in it")
  void leftovers() throws IOException {
    Imported made = SquidImport.of(file("squid.conf", BRANCH));

    assertThat(made.leftovers())
        .extracting(Leftover::number)
        .contains(5, 10, 14, 16, 17, 23, 24, 31, 34, 35);
    assertThat(made.leftovers().toString() + made.yaml()).doesNotContain("s3cret");
    assertThat(why(made, 10)).contains("no \"not\"");
    assertThat(why(made, 17)).contains("cluster.members");
    assertThat(why(made, 23)).contains("nothing but http");
    assertThat(why(made, 24)).contains("50%");
    assertThat(why(made, 35)).contains("no key for forwarded_for");
    assertThat(made.yaml())
        .contains("# credentials: { user: 'branch', password: 'file:/etc/weir/head.password' }");
  }

  @Test
  @DisplayName("WCCP and TPROXY: services, routers, and the pair that brings origins' answers")
  void tproxy() throws IOException {
    Imported made = SquidImport.of(file("squid.conf", TPROXY));
    NodeConfig config = accepted(made);

    assertThat(config.wccp().routers()).hasSize(2);
    assertThat(config.wccp().weight()).isEqualTo(10_000);
    assertThat(config.origin().keepsClient()).isTrue();
    assertThat(config.origin().replyService()).isEqualTo(90);
    assertThat(config.proxy().intercept().ports()).containsExactly(80, 8080);
    assertThat(config.proxy().intercept().divert()).isEqualTo(InterceptConfig.Divert.TPROXY);
    assertThat(config.node().address().getHostAddress()).isEqualTo("192.0.2.11");
    assertThat(made.leftovers().toString()).doesNotContain("geheim8");
    assertThat(why(made, 9)).contains("password: file:PATH");
    assertThat(why(made, 14)).contains("joins when it is ready");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http_port 3128\nhttp_access allow all\n",
        """
        http_port 80 accel defaultsite=www.example.com
        cache_peer 198.51.100.7 parent 8000 0 no-query originserver
        """,
        "http_port 80 accel vhost\n",
        "http_port 3129 intercept\nacl n src 10.0.0.0/8\nhttp_access allow n\n",
        "wccp_router 192.0.2.1\nhttp_port 3129 transparent\n",
        "wccp2_router 192.0.2.1\nwccp2_service standard 0\n",
        "wccp2_router 192.0.2.1\nwccp2_service dynamic 70\n",
        """
        wccp2_router 192.0.2.1
        wccp2_service dynamic 70
        wccp2_service_info 70 protocol=tcp flags=src_ip_hash priority=1 ports=8080
        """,
        "acl a dstdom_regex (\nalways_direct allow a\nhttp_port 0\n",
        "cache_peer a.test parent 3128 0\ncache_peer a.test parent 3129 0\nnever_direct allow a\n",
        "cache_dir rock /x 1\ncache_mem lots\nrefresh_pattern x y z\nacl\ncache_peer\nhttp_port\n",
        "acl a src 300.1.1.1 all ::1\nhttp_access allow a\nhttp_port [::1]:3128\n",
        "cache_peer b.test parent 3128 0 login=PASS max-conn=5 ssl\ninclude /nowhere\n",
        "refresh_pattern 'it'\\''s 0 20% 4320\nrefresh_pattern a'b 0 20% 10\n",
        "visible_hostname ---\naccess_log none\naccess_log syslog:daemon\n",
      })
  @DisplayName("whatever a squid.conf says, what is made of it passes the check")
  void passes(String text) throws IOException {
    accepted(SquidImport.of(file("squid.conf", text)));
  }

  @Test
  @DisplayName("files that are included, and lists of values in files, are read")
  void included() throws IOException {
    file("more.conf", "http_port 3130\nbroken_line\n");
    file("domains", "# ours\n.example.com\nwww.example.net\n");
    Imported made =
        SquidImport.of(
            file(
                "squid.conf",
                "include more.conf\nacl d dstdomain \"%s\"\nalways_direct allow d\n"
                    .formatted(folder.resolve("domains"))));

    assertThat(accepted(made).proxy().chain().getFirst().about().hosts())
        .containsExactly(".example.com", "www.example.net");
    assertThat(made.leftovers())
        .anyMatch(it -> it.file().endsWith("more.conf") && it.number() == 2);
  }

  @Test
  @DisplayName("Traffic Server's wccp.yaml: groups, routers, methods")
  void trafficServer() throws IOException {
    Imported made =
        TrafficServerImport.of(
            file(
                "wccp.yaml",
                """
                service-groups:
                  - name: web
                    description: the web
                    id: 51
                    protocol: TCP
                    primary-hash: [src_ip, dst_ip]
                    port-type: dst
                    ports: [80, 8080]
                    forward: [gre]
                    return: gre
                    assignment: hash
                    security:
                      key: geheim8
                    routers:
                      - 192.0.2.1
                      - 192.0.2.2
                    proc-name: /run/trafficserver.pid
                """));
    NodeConfig config = accepted(made);

    assertThat(config.wccp().routers()).hasSize(2);
    assertThat(config.wccp().services().getFirst().ports()).containsExactly(80, 8080);
    assertThat(config.wccp().services().getFirst().group().displayName()).isEqualTo("51");
    assertThat(made.leftovers()).anyMatch(it -> it.number() == 17 && it.why().contains("no key"));
    assertThat(made.leftovers().toString() + made.yaml()).doesNotContain("geheim8");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  static String why(Imported made, int number) {
    return made.leftovers().stream()
        .filter(it -> it.number() == number)
        .map(Leftover::why)
        .reduce("", (all, it) -> all + it);
  }

  static NodeConfig accepted(Imported made) {
    var source =
        new ConfigSource("node.yaml", made.yaml(), new SecretSource(Path.of("/"), Map.of()));
    assertThat(ImportCommand.problems(made.yaml())).as(made.yaml()).isEmpty();
    return ((Loading.Loaded<NodeConfig>) source.load(NodeConfig::read)).value();
  }
}
