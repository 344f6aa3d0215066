package dev.weir.node.config;

import dev.weir.node.config.sidecar.SidecarConfig;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.util.List;
import java.util.Optional;

/// The `proxy` section: which connections are answered, and which are not to be.
public record ProxyConfig(
    Intercept intercept, Bypass bypass, Optional<SidecarConfig> sidecar) {
  private static final int PREFIXES_MAX = 10_000;
  private static final int NAMES_MAX = 256;

  /// Diverted connections: `ports` are the destination ports taken, others are dropped; `mss`, in
  /// octets, is the longest segment that clients, and origins that see a client's address, are
  /// asked to send. Packets come in GRE, or plain as `plain` lets them; from `probes` the node's
  /// own address may be asked for its health.
  public record Intercept(List<Integer> ports, int mss, List<Plain> plain, List<Prefix> probes) {
    /// 1500 less GRE, redirect header, two IP headers and TCP.
    public static final int MSS = 1432;

    /// Keeps copies of the lists.
    public Intercept {
      ports = List.copyOf(ports);
      plain = List.copyOf(plain);
      probes = List.copyOf(probes);
    }
  }

  /// Packets that arrive as they are on `device` (the key `interface`), from clients in these
  /// prefixes: policy routing, a layer-four switch, or this host in their way.
  public record Plain(String device, List<Prefix> from) {
    /// Keeps a copy of the list.
    public Plain {
      from = List.copyOf(from);
    }
  }

  /// Diverted connections that go back to their router: those of `clients`, and those to `origins`,
  /// to the addresses of `hosts` and to `ports`.
  public record Bypass(
      List<Prefix> clients, List<Prefix> origins, List<String> hosts, List<Integer> ports) {
    /// Nothing.
    public static final Bypass NONE = new Bypass(List.of(), List.of(), List.of(), List.of());

    /// Keeps copies of the lists.
    public Bypass {
      clients = List.copyOf(clients);
      origins = List.copyOf(origins);
      hosts = List.copyOf(hosts);
      ports = List.copyOf(ports);
    }

    private static Bypass read(SectionReader section) {
      return new Bypass(
          section
              .key(
                  "clients",
                  Values.list(Values.prefix(), 0, PREFIXES_MAX),
                  "Clients whose connections are given back to the router.")
              .or(NONE.clients),
          section
              .key(
                  "origins",
                  Values.list(Values.prefix(), 0, PREFIXES_MAX),
                  "Origins to which connections are given back to the router.")
              .or(NONE.origins),
          section
              .key(
                  "hosts",
                  Values.list(Values.host(), 0, NAMES_MAX),
                  "Origins by name; each name is resolved anew every minute.")
              .or(NONE.hosts),
          section
              .key(
                  "ports",
                  Values.list(Values.port(), 0, NAMES_MAX),
                  "Destination ports to which connections are given back to the router.")
              .or(NONE.ports));
    }
  }

  /// What is in force when the section is not written.
  public static final ProxyConfig DEFAULTS =
      new ProxyConfig(new Intercept(List.of(80), Intercept.MSS, List.of(), List.of()),
          Bypass.NONE,
          Optional.empty());

  private static final int DEVICES_MAX = 4;
  private static final int SENDERS_MAX = 64;

  static ProxyConfig read(SectionReader section, Optional<ListenAddress> sidecar) {
    section.later("forward", "reverse", "chain");
    return new ProxyConfig(
        intercept(section.section("intercept")), Bypass.read(section.section("bypass")),
        SidecarConfig.read(section.section("sidecar"), sidecar));
  }

  private static Intercept intercept(SectionReader section) {
    var ports =
        section
            .key(
                "ports",
                Values.list(Values.port(), 1, 8),
                "The destination ports of diverted connections that are answered.")
            .or(DEFAULTS.intercept.ports);
    int mss =
        section
            .key(
                "mss",
                Values.integer(536, 8932),
                "The longest TCP segment that may be sent to this node: with 68 octets of headers,"
                    + " GRE's among them, it should fit the MTU between router and node.")
            .or(DEFAULTS.intercept.mss);
    var plain = section.sections("plain", ProxyConfig::plain);
    if (plain.size() > DEVICES_MAX) {
      section.refuse("plain", plain.size() + " devices", "write at most " + DEVICES_MAX);
    }
    if (plain.stream().map(Plain::device).distinct().count() < plain.size()) {
      section.refuse("plain", "a device is written twice", "put its prefixes into one list");
    }
    var probes =
        section
            .key(
                "probes",
                Values.list(Values.prefix(), 0, SENDERS_MAX),
                "Who may ask this node's own address for /weir-health, such as a layer-four"
                    + " switch.")
            .or(List.of());
    return new Intercept(ports, mss, plain, probes);
  }

  private static Plain plain(SectionReader section) {
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
