package dev.weir.node.config.chain;

import dev.weir.node.config.value.HostPort;
import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.value.Secret;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.time.Duration;
import java.util.Optional;

/// One of `proxy.parents`.
public record ParentConfig(
    String name,
    HostPort address,
    int weight,
    Optional<Credentials> credentials,
    Duration connectTimeout,
    Health health) {
  private static final int WEIGHT_MAX = 1_000;

  /// Who we are for the parent.
  public record Credentials(String user, Secret password) {
    private static Optional<Credentials> read(SectionReader parent) {
      if (!parent.has("credentials") && !parent.describing()) {
        return Optional.empty();
      }
      var section = parent.section("credentials");
      return Optional.of(
          new Credentials(
              section
                  .key("user", Values.user(), "The name by which it knows this node.")
                  .required(),
              section
                  .key(
                      "password",
                      Values.secret(1, 8, 128),
                      "The password (Basic, RFC 7617). Clients' own credentials never go to it.")
                  .required()));
    }
  }

  /// When it counts as dead.
  public record Health(Duration interval, int failures) {
    /// Unless said otherwise.
    public static final Health DEFAULTS = new Health(Duration.ofSeconds(5), 3);

    private static Health read(SectionReader section) {
      return new Health(
          section
              .key(
                  "interval",
                  Quantities.duration(Duration.ofMillis(100), Duration.ofHours(1)),
                  "How often it is asked, by OPTIONS *, whether it lives, while no request tells.")
              .or(DEFAULTS.interval),
          section
              .key(
                  "failures",
                  Values.integer(1, 100),
                  "How many failures in a row make it dead; one answer makes it live again.")
              .or(DEFAULTS.failures));
    }
  }

  static ParentConfig read(SectionReader section) {
    return new ParentConfig(
        section
            .key("name", Values.name("head-office"), "Its name in rules and in the access log.")
            .required(),
        section
            .key("address", HostPort.type(), "Where it is: a name or an IPv4 address, and a port.")
            .required(),
        section
            .key(
                "weight",
                Values.integer(1, WEIGHT_MAX),
                "Its share beside others, with choose: round-robin or hash.")
            .or(1),
        Credentials.read(section),
        section
            .key(
                "connect-timeout",
                Quantities.duration(Duration.ofMillis(100), Duration.ofSeconds(30)),
                "How long a connection to it may take; then the next one is asked.")
            .or(Duration.ofSeconds(2)),
        Health.read(section.section("health")));
  }
}
