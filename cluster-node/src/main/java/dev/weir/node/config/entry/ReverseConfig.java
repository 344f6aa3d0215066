package dev.weir.node.config.entry;

import dev.weir.node.config.reverse.Introductions;
import dev.weir.node.config.reverse.OriginEntry;
import dev.weir.node.config.reverse.OriginHealthConfig;
import dev.weir.node.config.reverse.TlsConfig;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.way.ForwardedConfig;
import dev.weir.node.config.yaml.SectionReader;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// One section of `proxy.reverse`: hosts for which this node stands, and where they are. Sections
/// with the same `listen` share a listener; the first that has a host answers for it.
public record ReverseConfig(
    ListenAddress listen,
    List<String> hosts,
    List<OriginEntry> origins,
    OriginHealthConfig health,
    Optional<TlsConfig> tls,
    Introductions introductions,
    ForwardedConfig forwarded) {
  private static final int NAMES_MAX = 10_000;
  private static final int ORIGINS_MAX = 64;

  /// Keeps copies of the lists.
  public ReverseConfig {
    hosts = List.copyOf(hosts);
    origins = List.copyOf(origins);
  }

  /// Reads a section.
  public static ReverseConfig read(SectionReader section) {
    return new ReverseConfig(
        section
            .key("listen", Values.listen(), "Where clients of these hosts reach this node.")
            .required(),
        section
            .key(
                "hosts",
                Values.list(Values.hostPattern(), 1, NAMES_MAX),
                "The hosts for which it stands; *.example.com are all names below that one, * are"
                    + " all hosts.")
            .or(List.of("*")),
        origins(section),
        OriginHealthConfig.read(section.section("health")),
        TlsConfig.read(section, InstantSource.system().instant()),
        Introductions.read(section),
        ForwardedConfig.read(section, ForwardedConfig.REVERSE));
  }

  private static List<OriginEntry> origins(SectionReader section) {
    List<OriginEntry> origins = section.sections("origins", "address", OriginEntry::read);
    if (section.describing()) {
      return origins;
    }
    if (origins.isEmpty() || origins.size() > ORIGINS_MAX) {
      section.refuse(
          "origins",
          origins.isEmpty() ? "missing" : "too many",
          "write 1 to " + ORIGINS_MAX + ", such as [198.51.100.7:80]");
    }
    if (origins.stream().map(OriginEntry::address).distinct().count() < origins.size()) {
      section.refuse("origins", "one is written twice", "write it once, with a weight");
    }
    return origins;
  }
}
