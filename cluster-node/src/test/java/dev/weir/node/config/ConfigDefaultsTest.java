package dev.weir.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.health.HealthConfig;
import dev.weir.node.config.peer.PeersConfig;
import dev.weir.wccp.assignment.BucketOctet;
import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.Distribution;
import dev.weir.wccp.negotiation.Transport;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

@DisplayName("the shortest configuration")
final class ConfigDefaultsTest {
  @Test
  @DisplayName("the shortest file gives every default")
  void defaults() throws Exception {
    assertThat(ConfigText.accepted(ConfigText.SHORTEST))
        .isEqualTo(
            new NodeConfig(
                new IdentityConfig("cache-1", ip("192.0.2.11"), Path.of("/var/lib/weir")),
                wccp(),
                Optional.of(
                    new GreConfig(
                        GreConfig.Receive.PCAP,
                        "n0",
                        "wccp0",
                        new GreConfig.Limits(2_000, 20_000, 2_000_000))),
                new OwnershipConfig(OwnershipConfig.By.DESTINATION, ServiceGroup.WEB_CACHE),
                new ClusterConfig(
                    List.of(),
                    5701,
                    "weir",
                    Optional.empty(),
                    new ClusterConfig.Changes(true, true, Duration.ofSeconds(60))),
                new PeersConfig(5702, Optional.empty()),
                new CacheConfig(256L << 20, List.of(), Duration.ofMillis(200), List.of()),
                ProxyConfig.DEFAULTS,
                new OriginConfig(OriginConfig.Source.NODE, 90, Duration.ofSeconds(3)),
                new DnsConfig(
                    List.of(ip("192.0.2.53")),
                    Duration.ofSeconds(2),
                    DnsConfig.Ttl.DEFAULTS,
                    true,
                    List.of()),
                HealthConfig.DEFAULTS,
                AdminConfig.onLoopback(8088),
                new LogConfig(Level.INFO, Optional.empty(), Optional.empty()),
                Optional.empty()));
    assertThat(ConfigText.warnings(ConfigText.SHORTEST)).isEmpty();
  }

  private static WccpConfig wccp() throws UnknownHostException {
    return new WccpConfig(
        List.of(ip("192.0.2.1")),
        Optional.empty(),
        15,
        WccpConfig.Version.AUTO,
        Optional.empty(),
        Duration.ofSeconds(10),
        Optional.empty(),
        List.of(Transport.GRE),
        List.of(Transport.GRE),
        List.of(Distribution.HASH),
        MaskSet.Mask.DEFAULT,
        BucketOctet.CISCO,
        100,
        List.of(ServiceConfig.WEB_CACHE),
        Version1Config.DEFAULTS);
  }

  private static Inet4Address ip(String text) throws UnknownHostException {
    return (Inet4Address) InetAddress.getByName(text);
  }
}
