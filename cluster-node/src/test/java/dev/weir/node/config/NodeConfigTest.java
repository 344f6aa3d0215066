package dev.weir.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.health.HealthConfig;
import dev.weir.node.config.health.OverloadConfig;
import dev.weir.node.config.peer.PeerFiles;
import dev.weir.node.config.peer.PeersConfig;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.value.Secret;
import dev.weir.node.config.yaml.Loading;
import dev.weir.node.peer.identity.PeerIdentity;
import dev.weir.wccp.assignment.AddressBits;
import dev.weir.wccp.assignment.BucketOctet;
import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.Distribution;
import dev.weir.wccp.negotiation.Profile;
import dev.weir.wccp.negotiation.Transport;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

final class NodeConfigTest {
  private static final String EVERY_KEY =
      """
      node:
        name: cache-2
        address: 192.0.2.12
        state: /srv/weir
      wccp:
        routers: [192.0.2.1, 192.0.2.2]
        version: 2
        password: env:EIGHT
        interval: 1s
        profile: fortios
        forwarding: [l2, gre]
        return: [l2]
        assignment: [mask, hash]
        mask: {source-address: 0xf, destination-port: 0x3}
        bucket-octet: draft
        multicast-ttl: 7
        weight: 250
        services:
          - web-cache
          - id: 90
            ports: [8080]
            ports-of: source
            protocol: tcp
            priority: 7
            hash: source-address
            alternate-hash: destination-port
            password: env:EIGHT
      gre:
        receive: pcap
        interface: eth1
        tun: weir7
        limits: {syn-per-client-net: 20, syn-per-router: 30, packets: 40}
      ownership: {by: destination, group: web-cache}
      cluster:
        members: [192.0.2.11, 192.0.2.12]
        port: 5800
        name: blue
        secret: env:LONG
        fast-evict: off
        slow-start: off
        drain: 20s
      peers: {port: 5802, certificate: "file:node.crt", key: "file:node.key", ca: "file:ca.crt"}
      cache: {memory: 64MiB, disk: [{path: /srv/cache, size: 1GiB}], disk-wait: 50ms}
      proxy:
        intercept:
          ports: [80, 8080]
          divert: redirect
          mss: 1380
          plain: [{interface: eth2, from: [198.51.100.0/24]}]
          probes: [192.0.2.128/25]
          tls:
            ports: [8443]
            deny: ["*.example.net"]
            allow: ["*.example.com"]
            nameless: refuse
            not-tls: refuse
          forwarded: {x-forwarded-for: add, forwarded: add}
        bypass: {clients: [10.1.0.0/16], origins: [203.0.113.0/24], hosts: [www.example.com],
          ports: [8080], dynamic: {for: 5m, silence: 1s, not-http: false, failing: false,
          authentication: false, max: 99}}
        host-check: strict
        host-check-hosts: [{hosts: [www.example.com], check: off}]
        forward:
          listen: 192.0.2.12:3128
          clients: [10.0.0.0/8]
          connect-ports: [443, 8443]
          direct: ["*.example.org", 10.2.0.0/16]
          pac: /etc/weir/proxy.pac
          forwarded: {x-forwarded-for: keep, forwarded: keep}
          proxy-protocol: [10.8.0.0/16]
        reverse:
          - {listen: "192.0.2.12:8080", hosts: [www.example.com, "*.example.net"],
             origins: ["198.51.100.7:80", {address: "198.51.100.8:80", weight: 3}],
             health: {path: /health, host: health.example.com, interval: 7s, timeout: 3s, rise: 4,
                fall: 5, status: [200, 204], failures: 6, out: 20s, none-healthy: refuse},
             proxy-protocol: [10.9.0.0/16], send-proxy: v2,
             forwarded: {x-forwarded-for: remove, forwarded: replace}}
        tunnels: {max: 99, per-client: 9, idle: 90s}
        compress: {types: [text/html, "text/*"], min-size: 512B, algorithms: [gzip, br]}
        limits: LIMITS
      origin: {address: node, reply-service: 91, connect-timeout: 500ms}
      dns: {servers: [192.0.2.53, 192.0.2.54], timeout: 1s, ttl: {min: 2s, max: 3m},
        negative-ttl: 4s, rebind-guard: false, private: [.corp.example.com]}
      health:
        self-test: 3s
        stuck-after: 7s
        overload: {relief: false, loop-delay: 90ms, connections: 9, memory: 70, lost-packets: 8}
      admin: {listen: "192.0.2.11:9000", token: env:TOKEN}
      log: {level: debug}
      """;
  private static final Component.Service NINETY =
      new Component.Service(
          new ServiceGroup(ServiceGroup.Type.DYNAMIC, 90), 7, 6, 0x0831, List.of(8080));

  @TempDir Path folder;

  @Test
  @DisplayName("a file with every key gives every value, none of them a default")
  void fullMapping() throws Exception {
    String every = EVERY_KEY + EverySnmpKey.TEXT;
    String text = EveryLimit.in(every).replace("env:LONG", "env:EIGHT888EIGHT888");
    var environment =
        Map.of(
            "EIGHT", "eight888",
            "EIGHT888EIGHT888", "0123456789abcdef".repeat(2),
            "TOKEN", "a-secret-of-thirty-two-characters");
    var identity = PeerFiles.write(folder, ip("192.0.2.12"));
    Path file = Files.writeString(folder.resolve("node.yaml"), text);

    assertThat(NodeConfig.load(file, environment))
        .isEqualTo(new Loading.Loaded<>(everythingSet(identity), List.of()));
  }

  private static NodeConfig everythingSet(PeerIdentity identity) throws Exception {
    return new NodeConfig(
        new IdentityConfig("cache-2", ip("192.0.2.12"), Path.of("/srv/weir")),
        new WccpConfig(
            List.of(ip("192.0.2.1"), ip("192.0.2.2")),
            Optional.empty(),
            7,
            WccpConfig.Version.TWO,
            Optional.of(Secret.of("eight888")),
            Duration.ofSeconds(1),
            Optional.of(Profile.FORTIOS),
            List.of(Transport.L2, Transport.GRE),
            List.of(Transport.L2),
            List.of(Distribution.MASK, Distribution.HASH),
            new MaskSet.Mask(AddressBits.of(0xf), AddressBits.NONE, 0, 3),
            BucketOctet.DRAFT,
            250,
            List.of(
                ServiceConfig.WEB_CACHE,
                new ServiceConfig(NINETY, Optional.of(Secret.of("eight888")))),
            Version1Config.DEFAULTS),
        Optional.of(everyGreKey()),
        new OwnershipConfig(OwnershipConfig.By.DESTINATION, ServiceGroup.WEB_CACHE),
        new ClusterConfig(
            List.of(ip("192.0.2.11"), ip("192.0.2.12")),
            5800,
            "blue",
            Optional.of(Secret.of("0123456789abcdef".repeat(2))),
            new ClusterConfig.Changes(false, false, Duration.ofSeconds(20))),
        new PeersConfig(5802, Optional.of(identity)),
        everyCacheKey(),
        EveryProxyKey.read(),
        new OriginConfig(OriginConfig.Source.NODE, 91, Duration.ofMillis(500)),
        EveryDnsKey.CONFIG,
        everyHealthKey(),
        everyAdminKey(),
        new LogConfig(Level.DEBUG, Optional.empty(), Optional.empty()),
        Optional.of(EverySnmpKey.CONFIG));
  }

  private static GreConfig everyGreKey() {
    return new GreConfig(GreConfig.Receive.PCAP, "eth1", "weir7", new GreConfig.Limits(20, 30, 40));
  }

  private static AdminConfig everyAdminKey() throws UnknownHostException {
    return new AdminConfig(
        new ListenAddress(ip("192.0.2.11"), 9000),
        Optional.of(Secret.of("a-secret-of-thirty-two-characters")));
  }

  private static CacheConfig everyCacheKey() {
    var disk = new CacheConfig.Disk(Path.of("/srv/cache"), 1L << 30);
    return new CacheConfig(64L << 20, List.of(disk), Duration.ofMillis(50), List.of());
  }

  private static HealthConfig everyHealthKey() {
    return new HealthConfig(
        Duration.ofSeconds(3),
        Duration.ofSeconds(7),
        new OverloadConfig(false, Duration.ofMillis(90), 9, 70, 8));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "ios           | GRE     | GRE     | HASH, MASK",
        "catalyst-3750 | L2      | L2      | MASK",
        "asa           | GRE     | GRE     | HASH",
        "fortios       | GRE, L2 | GRE, L2 | HASH, MASK",
        "fortios, forwarding: [l2], return: [gre], assignment: [mask] | L2 | GRE | MASK",
      })
  @DisplayName("§7.4 a profile presets forwarding, return and assignment; a written key beats it")
  void profiles(String profile, String forwarding, String packetReturn, String assignment) {
    var wccp =
        ConfigText.accepted(
                ConfigText.SHORTEST.replace("]}\ngre", "], profile: " + profile + "}\ngre"))
            .wccp();

    assertThat(wccp.forwarding()).hasToString("[" + forwarding + "]");
    assertThat(wccp.packetReturn()).hasToString("[" + packetReturn + "]");
    assertThat(wccp.assignment()).hasToString("[" + assignment + "]");
  }

  @Test
  @DisplayName("§2 with version 1 its own settings are read; with another they mean nothing")
  void version1() {
    String one = ", version: 1, interval: 10s, v1: {number: 3, send-u: true}}";
    var wccp =
        ConfigText.accepted(ConfigText.SHORTEST.replace("]}\ngre", "]" + one + "\ngre")).wccp();

    assertThat(wccp.version()).isEqualTo(WccpConfig.Version.ONE);
    assertThat(wccp.v1()).isEqualTo(new Version1Config(3, true));
    String auto = one.replace("version: 1", "version: auto");
    assertThat(ConfigText.warnings(ConfigText.SHORTEST.replace("]}\ngre", "]" + auto + "\ngre")))
        .containsExactly(
            "node.yaml:2: wccp.v1: only version 1 reads it; remove it, or write version: 1");
  }

  @Test
  @DisplayName("a secret lies in a file beside the configuration, and shows itself nowhere")
  void secretFromFile() throws Exception {
    Path secret = Files.writeString(folder.resolve("wccp.password"), "cisco123\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Path file =
        Files.writeString(
            folder.resolve("node.yaml"),
            ConfigText.SHORTEST.replace("]}\ngre", "], password: file:wccp.password}\ngre"));

    var loaded = (Loading.Loaded<NodeConfig>) NodeConfig.load(file, Map.of());

    assertThat(loaded.value().wccp().password()).contains(Secret.of("cisco123"));
    assertThat(loaded.toString()).contains("***").doesNotContain("cisco123");
    assertThat(loaded.warnings()).isEmpty();
  }

  @Test
  @DisplayName("a file that is not there is one problem")
  void missingFile() {
    Path file = folder.resolve("none.yaml");

    assertThat(NodeConfig.load(file, Map.of()).toString())
        .contains("none.yaml:1: no such file; give the path of an existing file with --config");
  }

  @Test
  @DisplayName("the stray TUN has the number after the TUN's")
  void strayTun() {
    assertThat(withTun("wccp0").strayTun()).isEqualTo("wccp1");
    assertThat(withTun("w9").strayTun()).isEqualTo("w10");
    assertThat(withTun("weir").strayTun()).isEqualTo("weir1");
  }

  private static GreConfig withTun(String name) {
    return new GreConfig(GreConfig.Receive.PCAP, "n0", name, GreConfig.LIMITS);
  }

  private static Inet4Address ip(String text) throws UnknownHostException {
    return (Inet4Address) InetAddress.getByName(text);
  }
}
