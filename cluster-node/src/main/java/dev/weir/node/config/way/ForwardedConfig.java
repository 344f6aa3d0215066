package dev.weir.node.config.way;

import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;

/// The section `forwarded` of a way in: what origins are told of who asks.
public record ForwardedConfig(Telling xForwardedFor, Telling forwarded) {
  /// What is done with a field that tells who asks.
  public enum Telling {
    /// The client's address is added to what the client wrote.
    ADD,
    /// The client's address takes the place of whatever the client wrote.
    REPLACE,
    /// What the client wrote goes on as it is.
    KEEP,
    /// The field does not go on.
    REMOVE
  }

  /// Diverted connections, unless said otherwise: nothing is told, and nothing taken away.
  public static final ForwardedConfig INTERCEPT = new ForwardedConfig(Telling.KEEP, Telling.KEEP);

  /// Configured clients, unless said otherwise: no address of theirs leaves the network.
  public static final ForwardedConfig FORWARD =
      new ForwardedConfig(Telling.REMOVE, Telling.REMOVE);

  /// Reverse use, unless said otherwise: the origin learns who asks, from nobody but us.
  public static final ForwardedConfig REVERSE =
      new ForwardedConfig(Telling.REPLACE, Telling.REMOVE);

  /// Reads the section of a way in.
  public static ForwardedConfig read(SectionReader way, ForwardedConfig unless) {
    SectionReader section = way.section("forwarded");
    return new ForwardedConfig(
        section
            .key(
                "x-forwarded-for",
                Values.oneOf(Telling.class),
                "What becomes of X-Forwarded-For: add puts the client's address behind what the"
                    + " client wrote, replace in its place.")
            .or(unless.xForwardedFor),
        section
            .key(
                "forwarded",
                Values.oneOf(Telling.class),
                "The same of Forwarded (RFC 7239).")
            .or(unless.forwarded));
  }
}
