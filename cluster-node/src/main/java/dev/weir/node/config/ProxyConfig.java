package dev.weir.node.config;

import dev.weir.node.config.access.AccessConfig;
import dev.weir.node.config.bypass.BypassConfig;
import dev.weir.node.config.chain.ChainConfig;
import dev.weir.node.config.chain.ParentConfig;
import dev.weir.node.config.entry.ForwardConfig;
import dev.weir.node.config.entry.ReverseConfig;
import dev.weir.node.config.host.HostPolicyConfig;
import dev.weir.node.config.icap.IcapConfig;
import dev.weir.node.config.intercept.InterceptConfig;
import dev.weir.node.config.limit.LimitsConfig;
import dev.weir.node.config.reverse.CompressConfig;
import dev.weir.node.config.sidecar.SidecarConfig;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.way.TunnelsConfig;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.node.proxy.compress.Compression;
import java.util.List;
import java.util.Optional;

/// The `proxy` section: which connections are answered, and which are not to be. Diverted ones come
/// by `intercept`, others to the listeners of `forward` and `reverse`.
public record ProxyConfig(
    InterceptConfig intercept,
    BypassConfig bypass,
    Optional<SidecarConfig> sidecar,
    HostCheck hostCheck,
    Optional<ForwardConfig> forward,
    List<ReverseConfig> reverse,
    TunnelsConfig tunnels,
    Compression compress,
    List<ParentConfig> parents,
    List<ChainConfig> chain,
    List<HostPolicyConfig> hostCheckHosts,
    AccessConfig access,
    List<IcapConfig> icap,
    LimitsConfig limits) {
  /// What becomes of a request whose host is not where its connection went.
  public enum HostCheck {
    /// It goes where its connection went, and nothing of it is kept.
    LENIENT,
    /// It is refused, with 409.
    STRICT
  }

  /// What is in force when the section is not written.
  public static final ProxyConfig DEFAULTS =
      new ProxyConfig(
          InterceptConfig.DEFAULTS,
          BypassConfig.NONE,
          Optional.empty(),
          HostCheck.LENIENT,
          Optional.empty(),
          List.of(),
          TunnelsConfig.DEFAULTS,
          Compression.NONE,
          List.of(),
          List.of(),
          List.of(),
          AccessConfig.DEFAULTS,
          List.of(),
          LimitsConfig.DEFAULTS);

  /// Keeps copies of the lists.
  public ProxyConfig {
    reverse = List.copyOf(reverse);
    parents = List.copyOf(parents);
    chain = List.copyOf(chain);
    hostCheckHosts = List.copyOf(hostCheckHosts);
    icap = List.copyOf(icap);
  }

  /// Whether clients can come by themselves.
  public boolean hasDoors() {
    return forward.isPresent() || !reverse.isEmpty();
  }

  static ProxyConfig read(SectionReader section, Optional<ListenAddress> sidecar) {
    List<ParentConfig> parents = ChainConfig.readParents(section);
    return new ProxyConfig(
        InterceptConfig.read(section.section("intercept")),
        BypassConfig.read(section.section("bypass")),
        SidecarConfig.read(section.section("sidecar"), sidecar),
        section
            .key(
                "host-check",
                Values.oneOf(HostCheck.class),
                "What becomes of a request whose host is not where its connection went: lenient"
                    + " passes it there and keeps nothing, strict refuses it with 409.")
            .or(DEFAULTS.hostCheck),
        ForwardConfig.read(section),
        section.sections("reverse", ReverseConfig::read),
        TunnelsConfig.read(section.section("tunnels")),
        CompressConfig.read(section),
        parents,
        ChainConfig.readAll(section, parents),
        section.sections("host-check-hosts", HostPolicyConfig::read),
        AccessConfig.read(section.section("access")),
        IcapConfig.readAll(section),
        LimitsConfig.read(section.section("limits")));
  }
}
