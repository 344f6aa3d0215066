package dev.weir.node.config.limit;

import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.util.Optional;

/// The section `proxy.limits`: how much clients may want of this node.
///
/// @param connections open client connections; empty: as many as the descriptors of the process
///   allow, 20,000 at the most
/// @param halfOpen of them without a request so far
/// @param requests on one connection
/// @param pace how slow a client may be
public record LimitsConfig(
    Optional<Integer> connections,
    int halfOpen,
    int requests,
    PerClient perClient,
    Message message,
    PaceConfig pace) {
  /// Open connections of one client.
  ///
  /// @param prefix how many bits of an IPv4 address tell clients apart; of IPv6 always 64
  public record PerClient(int connections, int prefix) {}

  /// How large the parts of a request may be, in octets, and how many fields it may have.
  ///
  /// @param body empty: as large as it likes
  public record Message(long uri, long header, int fields, Optional<Long> body) {}

  private static final long KIB = 1024;

  /// What is in force when the section is not written.
  public static final LimitsConfig DEFAULTS =
      new LimitsConfig(
          Optional.empty(),
          4_000,
          100_000,
          new PerClient(1024, 32),
          new Message(8 * KIB, 64 * KIB, 100, Optional.empty()),
          PaceConfig.DEFAULTS);

  /// Reads the section.
  public static LimitsConfig read(SectionReader section) {
    return new LimitsConfig(
        section
            .key(
                "connections",
                Values.integer(10, 1_000_000),
                "Open client connections; further ones are closed at once. Unless written, half of"
                    + " the process' descriptors without 1024, and 20000 at the most.")
            .optional(),
        section
            .key(
                "half-open",
                Values.integer(10, 1_000_000),
                "Open client connections without a request so far; with one more the oldest of"
                    + " them is closed.")
            .or(DEFAULTS.halfOpen),
        section
            .key(
                "requests",
                Values.integer(1, 1_000_000_000),
                "Requests on one connection, which ends with the last of them.")
            .or(DEFAULTS.requests),
        perClient(section),
        message(section),
        PaceConfig.read(section));
  }

  private static PerClient perClient(SectionReader section) {
    return new PerClient(
        section
            .key(
                "connections-per-client",
                Values.integer(1, 1_000_000),
                "Open connections of one client; further ones are closed at once.")
            .or(DEFAULTS.perClient.connections),
        section
            .key(
                "client-prefix",
                Values.integer(8, 32),
                "Clients whose IPv4 addresses have as many first bits in common are one; of IPv6"
                    + " it is always 64.")
            .or(DEFAULTS.perClient.prefix));
  }

  private static Message message(SectionReader section) {
    return new Message(
        section
            .key("uri", Quantities.size(256, 8 * KIB), "The longest URI; beyond it 414.")
            .or(DEFAULTS.message.uri),
        section
            .key(
                "header",
                Quantities.size(4 * KIB, 64 * KIB),
                "All fields of a request together; beyond it 431.")
            .or(DEFAULTS.message.header),
        section
            .key("fields", Values.integer(10, 100), "Fields of a request; with more 431.")
            .or(DEFAULTS.message.fields),
        section
            .key(
                "body",
                Quantities.size(1, 1L << 50),
                "The longest body of a request; beyond it 413. Unless written, there is no limit.")
            .optional());
  }
}
