package dev.weir.node.config;

import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.util.List;

/// The `proxy` section: which connections are answered, and which are not to be.
public record ProxyConfig(Intercept intercept, Bypass bypass) {
  private static final int PREFIXES_MAX = 10_000;
  private static final int NAMES_MAX = 256;

  /// Diverted connections: `ports` are the destination ports taken, others are dropped; `mss`, in
  /// octets, is the longest segment that clients, and origins that see a client's address, are
  /// asked to send.
  public record Intercept(List<Integer> ports, int mss) {
    /// 1500 less GRE, redirect header, two IP headers and TCP.
    public static final int MSS = 1432;

    /// Keeps a copy of the list.
    public Intercept {
      ports = List.copyOf(ports);
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
      new ProxyConfig(new Intercept(List.of(80), Intercept.MSS), Bypass.NONE);

  static ProxyConfig read(SectionReader section) {
    section.later("forward", "reverse", "chain");
    return new ProxyConfig(
        intercept(section.section("intercept")), Bypass.read(section.section("bypass")));
  }

  private static Intercept intercept(SectionReader section) {
    return new Intercept(
        section
            .key(
                "ports",
                Values.list(Values.port(), 1, 8),
                "The destination ports of diverted connections that are answered.")
            .or(DEFAULTS.intercept.ports),
        section
            .key(
                "mss",
                Values.integer(536, 8932),
                "The longest TCP segment that may be sent to this node: with 68 octets of headers,"
                    + " GRE's among them, it should fit the MTU between router and node.")
            .or(DEFAULTS.intercept.mss));
  }
}
