package dev.weir.node.config.intercept;

import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.way.ForwardedConfig;
import dev.weir.node.config.way.TlsConfig;
import dev.weir.node.config.yaml.SectionReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The section `proxy.intercept`: `ports` are the destination ports taken, others are dropped;
/// `mss`, in octets, is the longest segment that clients, and origins that see a client's address,
/// are asked to send. Packets come in GRE, or plain as `plain` lets them; from `probes` the node's
/// own address may be asked for its health.
public record InterceptConfig(
    List<Integer> ports,
    Divert divert,
    int mss,
    List<Plain> plain,
    List<Prefix> probes,
    Optional<TlsConfig> tls,
    ForwardedConfig forwarded) {
  /// 1500 less GRE, redirect header, two IP headers and TCP.
  public static final int MSS = 1432;

  /// What is in force when the section is not written.
  public static final InterceptConfig DEFAULTS =
      new InterceptConfig(
          List.of(80),
          Divert.TPROXY,
          MSS,
          List.of(),
          List.of(),
          Optional.empty(),
          ForwardedConfig.INTERCEPT);

  private static final int DEVICES_MAX = 4;
  private static final int SENDERS_MAX = 64;

  /// Keeps copies of the lists.
  public InterceptConfig {
    ports = List.copyOf(ports);
    plain = List.copyOf(plain);
    probes = List.copyOf(probes);
  }

  /// All destination ports taken, those of `tls` among them.
  public List<Integer> allPorts() {
    var also = tls.map(TlsConfig::ports).orElse(List.of()).stream();
    return Stream.concat(ports.stream(), also).distinct().toList();
  }

  /// How the kernel leads a diverted connection to the listener.
  public enum Divert {
    /// By nft's `tproxy`: the socket has the origin's address, and nothing is tracked.
    TPROXY,
    /// By a changed destination, for kernels without TPROXY: conntrack keeps each connection.
    REDIRECT
  }

  /// Packets that arrive as they are on `device` (the key `interface`), from clients in these
  /// prefixes: policy routing, a layer-four switch, or this host in their way.
  public record Plain(String device, List<Prefix> from) {
    /// Keeps a copy of the list.
    public Plain {
      from = List.copyOf(from);
    }

    static Plain read(SectionReader section) {
      return new Plain(
          section
              .key(
                  "interface",
                  Values.device("eth0"),
                  "A device on which diverted packets arrive as they are: by policy routing, from a"
                      + " layer-four switch, or because this host is in their way.")
              .required(),
          section
              .key(
                  "from",
                  Values.list(Values.prefix(), 1, SENDERS_MAX),
                  "The clients whose packets are taken there.")
              .required());
    }
  }

  /// Reads the section.
  public static InterceptConfig read(SectionReader section) {
    return new InterceptConfig(
        section
            .key(
                "ports",
                Values.list(Values.port(), 1, 8),
                "The destination ports of diverted connections that are answered as HTTP.")
            .or(DEFAULTS.ports),
        section
            .key(
                "divert",
                Values.oneOf(Divert.class),
                "How the kernel leads diverted connections to this node: `redirect` is for kernels"
                    + " without TPROXY, and has conntrack keep each of them.")
            .or(DEFAULTS.divert),
        section
            .key(
                "mss",
                Values.integer(536, 8932),
                "The longest TCP segment that may be sent to this node: with 68 octets of headers,"
                    + " GRE's among them, it should fit the MTU between router and node.")
            .or(DEFAULTS.mss),
        plain(section),
        section
            .key(
                "probes",
                Values.list(Values.prefix(), 0, SENDERS_MAX),
                "Who may ask this node's own address for /weir-health, such as a layer-four"
                    + " switch.")
            .or(DEFAULTS.probes),
        TlsConfig.read(section),
        ForwardedConfig.read(section, ForwardedConfig.INTERCEPT));
  }

  private static List<Plain> plain(SectionReader section) {
    var plain = section.sections("plain", Plain::read);
    if (plain.size() > DEVICES_MAX) {
      section.refuse("plain", plain.size() + " devices", "write at most " + DEVICES_MAX);
    }
    if (plain.stream().map(Plain::device).distinct().count() < plain.size()) {
      section.refuse("plain", "a device is written twice", "put its prefixes into one list");
    }
    return plain;
  }
}
