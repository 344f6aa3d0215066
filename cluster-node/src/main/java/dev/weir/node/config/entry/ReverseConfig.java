package dev.weir.node.config.entry;

import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.way.ForwardedConfig;
import dev.weir.node.config.yaml.SectionReader;
import java.util.List;

/// One section of `proxy.reverse`: hosts for which this node stands, and where they are. Sections
/// with the same `listen` share a listener; the first that has a host answers for it.
public record ReverseConfig(
    ListenAddress listen,
    List<String> hosts,
    List<ListenAddress> origins,
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
        section
            .key(
                "origins",
                Values.list(Values.origin(), 1, ORIGINS_MAX),
                "Where they are; asked in turn.")
            .required(),
        ForwardedConfig.read(section, ForwardedConfig.REVERSE));
  }
}
