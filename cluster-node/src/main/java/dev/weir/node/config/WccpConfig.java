package dev.weir.node.config;

import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.value.Secret;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The `wccp` section: how this node speaks to its routers.
///
/// `interval` is TRANSMIT_T, the time between two HERE_I_AM, as far as the routers agree to it.
public record WccpConfig(
    List<Inet4Address> routers,
    Version version,
    Optional<Secret> password,
    Duration interval,
    List<Forwarding> forwarding,
    List<Assignment> assignment,
    List<Service> services,
    Version1Config v1) {

  /// Which protocol version is spoken.
  public enum Version {
    /// The newest that both sides know.
    AUTO,
    /// WCCP version 2 only.
    TWO,
    /// WCCP version 1 only.
    ONE
  }

  /// How routers bring packets to this node.
  public enum Forwarding {
    /// In GRE, with protocol type 0x883E.
    GRE
  }

  /// How routers choose a node for a packet.
  public enum Assignment {
    /// By a table of 256 buckets.
    HASH
  }

  /// A service group that this node joins.
  public enum Service {
    /// The standard service 0: TCP port 80, by the hash of the destination address.
    WEB_CACHE
  }

  static final Version VERSION = Version.AUTO;
  private static final Map<String, Version> VERSIONS =
      new TreeMap<>(Map.of("auto", Version.AUTO, "2", Version.TWO, "1", Version.ONE))
          .descendingMap();
  static final Duration INTERVAL = Duration.ofSeconds(10);
  static final List<Forwarding> FORWARDING = List.of(Forwarding.GRE);
  static final List<Assignment> ASSIGNMENT = List.of(Assignment.HASH);
  static final List<Service> SERVICES = List.of(Service.WEB_CACHE);

  /// Keeps copies of the lists.
  public WccpConfig {
    routers = List.copyOf(routers);
    forwarding = List.copyOf(forwarding);
    assignment = List.copyOf(assignment);
    services = List.copyOf(services);
  }

  static WccpConfig read(SectionReader section) {
    section.later("multicast", "return", "profile");
    var config = keys(section);
    if (config.version == Version.ONE) {
      config.expectVersion1(section);
    } else if (section.has("v1")) {
      section.warn("v1", "only version 1 reads it", "remove it, or write version: 1");
    }
    return config;
  }

  /// Version 1 knows one router, one service, one interval, and no password (§1).
  private void expectVersion1(SectionReader section) {
    if (routers.size() != 1) {
      section.refuse(
          "routers",
          "version 1 knows one router, and here are " + routers.size(),
          "keep one, or write version: auto");
    }
    if (password.isPresent()) {
      section.refuse("password", "version 1 has no passwords", "remove it, or write version: auto");
    }
    if (!interval.equals(INTERVAL)) {
      section.refuse(
          "interval", "version 1 has no other interval than 10s", "remove it, or write 10s");
    }
    if (!services.equals(SERVICES)) {
      section.refuse(
          "services",
          "version 1 has no other service than web-cache",
          "keep web-cache, or write version: auto");
    }
  }

  private static WccpConfig keys(SectionReader section) {
    return new WccpConfig(
        section
            .key("routers", Values.list(Values.address(), 1, 32), "The routers to announce to.")
            .required(),
        section
            .key("version", Values.oneOf(VERSIONS), "The protocol version to speak.")
            .or(VERSION),
        section
            .key(
                "password",
                Values.secret(1, 6, 8),
                "The password of the service group; with one, messages are signed with MD5.")
            .optional(),
        section
            .key(
                "interval",
                Quantities.duration(Duration.ofMillis(500), Duration.ofMinutes(1)),
                "Time between two HERE_I_AM, when the routers offer it; otherwise it is 10s.")
            .or(INTERVAL),
        section
            .key(
                "forwarding",
                Values.list(Values.oneOf(Map.of("gre", Forwarding.GRE), "l2"), 1, 2),
                "How routers bring packets, most wanted first.")
            .or(FORWARDING),
        section
            .key(
                "assignment",
                Values.list(Values.oneOf(Map.of("hash", Assignment.HASH), "mask"), 1, 2),
                "How routers choose a node, most wanted first.")
            .or(ASSIGNMENT),
        section
            .key(
                "services",
                Values.list(Values.oneOf(Service.class), 1, 8),
                "The service groups to join.")
            .or(SERVICES),
        Version1Config.read(section.section("v1")));
  }
}
