package dev.weir.node.config;

import dev.weir.node.config.access.AccessConfig;
import dev.weir.node.config.bypass.BypassConfig;
import dev.weir.node.config.bypass.DynamicBypass;
import dev.weir.node.config.entry.ForwardConfig;
import dev.weir.node.config.host.HostPolicyConfig;
import dev.weir.node.config.intercept.InterceptConfig;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.way.ForwardedConfig;
import dev.weir.node.config.way.TlsConfig;
import dev.weir.node.config.way.TunnelsConfig;
import dev.weir.node.proxy.compress.Coding;
import dev.weir.node.proxy.compress.Compression;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The section `proxy` of a file with every key, none of them a default.
final class EveryProxyKey {
  private EveryProxyKey() {}

  static ProxyConfig read() throws UnknownHostException {
    return new ProxyConfig(
        intercept(),
        new BypassConfig(
            List.of(new Prefix(ip("10.1.0.0"), 16)),
            List.of(new Prefix(ip("203.0.113.0"), 24)),
            List.of("www.example.com"),
            List.of(8080),
            new DynamicBypass(
                Duration.ofMinutes(5), Duration.ofSeconds(1), false, false, false, 99)),
        Optional.empty(),
        ProxyConfig.HostCheck.STRICT,
        Optional.of(
            new ForwardConfig(
                new ListenAddress(ip("192.0.2.12"), 3128),
                List.of(new Prefix(ip("10.0.0.0"), 8)),
                List.of(443, 8443),
                List.of("*.example.org", "10.2.0.0/16"),
                Optional.of(Path.of("/etc/weir/proxy.pac")),
                new ForwardedConfig(ForwardedConfig.Telling.KEEP, ForwardedConfig.Telling.KEEP),
                List.of(new Prefix(ip("10.8.0.0"), 16)),
                Optional.empty())),
        EveryReverseKey.sections(),
        new TunnelsConfig(99, 9, Duration.ofSeconds(90)),
        new Compression(List.of("text/html", "text/*"), 512, List.of(Coding.GZIP, Coding.BR)),
        List.of(),
        List.of(),
        List.of(new HostPolicyConfig(List.of("www.example.com"), HostPolicyConfig.Check.OFF)),
        AccessConfig.DEFAULTS,
        List.of(),
        EveryLimit.SET);
  }

  private static InterceptConfig intercept() throws UnknownHostException {
    return new InterceptConfig(
        List.of(80, 8080),
        InterceptConfig.Divert.REDIRECT,
        1380,
        List.of(new InterceptConfig.Plain("eth2", List.of(new Prefix(ip("198.51.100.0"), 24)))),
        List.of(new Prefix(ip("192.0.2.128"), 25)),
        Optional.of(
            new TlsConfig(
                List.of(8443),
                List.of("*.example.net"),
                List.of("*.example.com"),
                TlsConfig.Otherwise.REFUSE,
                TlsConfig.Otherwise.REFUSE)),
        new ForwardedConfig(ForwardedConfig.Telling.ADD, ForwardedConfig.Telling.ADD));
  }

  private static Inet4Address ip(String address) throws UnknownHostException {
    return (Inet4Address) InetAddress.getByName(address);
  }
}
