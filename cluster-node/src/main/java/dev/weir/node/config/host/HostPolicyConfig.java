package dev.weir.node.config.host;

import dev.weir.node.config.value.Patterns;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.util.List;

/// One of `proxy.host-check-hosts`; the first that has a host decides how it is checked.
public record HostPolicyConfig(List<String> hosts, Check check) {
  private static final int HOSTS_MAX = 1_000;

  /// What becomes of a request whose host is not where its connection went.
  public enum Check {
    /// It is refused, with 409.
    STRICT,
    /// It goes where its connection went, and nothing of it is kept.
    LENIENT,
    /// Nobody looks: it is kept as if it were verified.
    OFF
  }

  /// Keeps a copy.
  public HostPolicyConfig {
    hosts = List.copyOf(hosts);
  }

  /// Reads one.
  public static HostPolicyConfig read(SectionReader section) {
    return new HostPolicyConfig(
        section
            .key(
                "hosts",
                Values.list(Patterns.domain(), 1, HOSTS_MAX),
                "The hosts it is about; *.example.com are all names below that one, .example.com"
                    + " that one, too.")
            .required(),
        section
            .key(
                "check",
                Values.oneOf(Check.class),
                "How they are checked: as host-check says, or off, not at all. Off lets any client"
                    + " put pages of its own under these names.")
            .required());
  }
}
