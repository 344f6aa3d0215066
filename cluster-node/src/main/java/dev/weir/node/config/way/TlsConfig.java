package dev.weir.node.config.way;

import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.util.List;
import java.util.Optional;

/// The section `proxy.intercept.tls`: diverted connections to `ports` are led through to where they
/// were going, and never decrypted. The name in the client's first message decides: `deny` before
/// `allow`, which is for all when it is empty.
public record TlsConfig(
    List<Integer> ports,
    List<String> deny,
    List<String> allow,
    Otherwise nameless,
    Otherwise notTls) {
  /// What becomes of a connection whose name nobody can tell.
  public enum Otherwise {
    /// It is led through.
    PASS,
    /// It is refused.
    REFUSE
  }

  /// What is in force when the section is there, and nothing is in it.
  public static final TlsConfig DEFAULTS =
      new TlsConfig(List.of(443), List.of(), List.of(), Otherwise.PASS, Otherwise.PASS);

  private static final int NAMES_MAX = 10_000;

  /// Keeps copies of the lists.
  public TlsConfig {
    ports = List.copyOf(ports);
    deny = List.copyOf(deny);
    allow = List.copyOf(allow);
  }

  /// Reads the section of `proxy.intercept`; empty when it is not written.
  public static Optional<TlsConfig> read(SectionReader intercept) {
    return intercept.has("tls") || intercept.describing()
        ? Optional.of(readWritten(intercept.section("tls")))
        : Optional.empty();
  }

  private static TlsConfig readWritten(SectionReader section) {
    return new TlsConfig(
        section
            .key(
                "ports",
                Values.list(Values.port(), 1, 8),
                "The destination ports of diverted TLS connections.")
            .or(DEFAULTS.ports),
        section
            .key(
                "deny",
                Values.list(Values.hostPattern(), 0, NAMES_MAX),
                "Names that are refused; *.example.com are all names below that one.")
            .or(DEFAULTS.deny),
        section
            .key(
                "allow",
                Values.list(Values.hostPattern(), 0, NAMES_MAX),
                "If there are any, names other than these are refused, too.")
            .or(DEFAULTS.allow),
        section
            .key(
                "nameless",
                Values.oneOf(Otherwise.class),
                "What becomes of a client that gives no name.")
            .or(DEFAULTS.nameless),
        section
            .key(
                "not-tls",
                Values.oneOf(Otherwise.class),
                "What becomes of a connection that does not begin with TLS.")
            .or(DEFAULTS.notTls));
  }
}
