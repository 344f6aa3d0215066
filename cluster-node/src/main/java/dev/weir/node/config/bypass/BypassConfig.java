package dev.weir.node.config.bypass;

import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.util.List;

/// The section `proxy.bypass`: diverted connections that go back to their router: those of
/// `clients`, and those to `origins`, to the addresses of `hosts` and to `ports`; and those that
/// the node itself learns of.
public record BypassConfig(
    List<Prefix> clients,
    List<Prefix> origins,
    List<String> hosts,
    List<Integer> ports,
    DynamicBypass dynamic) {
  private static final int PREFIXES_MAX = 10_000;
  private static final int NAMES_MAX = 256;

  /// Nothing but what is learnt.
  public static final BypassConfig NONE =
      new BypassConfig(List.of(), List.of(), List.of(), List.of(), DynamicBypass.DEFAULTS);

  /// Keeps copies of the lists.
  public BypassConfig {
    clients = List.copyOf(clients);
    origins = List.copyOf(origins);
    hosts = List.copyOf(hosts);
    ports = List.copyOf(ports);
  }

  /// Reads the section.
  public static BypassConfig read(SectionReader section) {
    return new BypassConfig(
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
            .or(NONE.ports),
        DynamicBypass.read(section.section("dynamic")));
  }
}
