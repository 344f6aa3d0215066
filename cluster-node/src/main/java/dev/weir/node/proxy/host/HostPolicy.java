package dev.weir.node.proxy.host;

import dev.weir.cache.match.HostPattern;
import dev.weir.node.config.ProxyConfig;
import dev.weir.node.config.host.HostPolicyConfig;
import java.util.List;

/// How the hosts of diverted requests are checked: by the first rule that has one, else as all are.
/// Immutable.
public record HostPolicy(List<Rule> rules, Mode otherwise) {
  /// What becomes of a request whose host is elsewhere.
  public enum Mode {
    /// It is refused.
    STRICT,
    /// It is passed, and nothing is kept.
    LENIENT,
    /// Nobody looks.
    OFF
  }

  /// How some hosts are checked, given by patterns.
  public record Rule(List<String> hosts, Mode mode) {
    /// Copies the patterns.
    public Rule {
      hosts = List.copyOf(hosts);
    }
  }

  /// Nothing is refused.
  public static final HostPolicy LENIENT = new HostPolicy(List.of(), Mode.LENIENT);

  /// Whatever is elsewhere is refused.
  public static final HostPolicy STRICT = new HostPolicy(List.of(), Mode.STRICT);

  /// Copies the rules.
  public HostPolicy {
    rules = List.copyOf(rules);
  }

  /// What a configuration orders.
  public static HostPolicy of(ProxyConfig config) {
    return new HostPolicy(
        config.hostCheckHosts().stream().map(HostPolicy::rule).toList(),
        Mode.valueOf(config.hostCheck().name()));
  }

  private static Rule rule(HostPolicyConfig config) {
    return new Rule(config.hosts(), Mode.valueOf(config.check().name()));
  }

  /// How a host is checked.
  public Mode of(String host) {
    for (Rule rule : rules) {
      if (rule.hosts().stream().anyMatch(pattern -> HostPattern.has(pattern, host))) {
        return rule.mode();
      }
    }
    return otherwise;
  }
}
