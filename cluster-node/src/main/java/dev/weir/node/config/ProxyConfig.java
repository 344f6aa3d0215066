package dev.weir.node.config;

import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.util.List;

/// The `proxy` section: which connections are answered.
public record ProxyConfig(Intercept intercept) {

  /// Diverted connections: `ports` are the destination ports taken, others are dropped.
  public record Intercept(List<Integer> ports) {
    /// Keeps a copy of the list.
    public Intercept {
      ports = List.copyOf(ports);
    }
  }

  /// What is in force when the section is not written.
  public static final ProxyConfig DEFAULTS = new ProxyConfig(new Intercept(List.of(80)));

  static ProxyConfig read(SectionReader section) {
    section.later("forward", "reverse", "chain", "bypass");
    return new ProxyConfig(
        new Intercept(
            section
                .section("intercept")
                .key(
                    "ports",
                    Values.list(Values.port(), 1, 8),
                    "The destination ports of diverted connections that are answered.")
                .or(DEFAULTS.intercept.ports)));
  }
}
