package dev.weir.node.config;

import dev.weir.node.config.value.Secret;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.wccp.assignment.BucketOctet;
import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.Distribution;
import dev.weir.wccp.negotiation.Profile;
import dev.weir.wccp.negotiation.Transport;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// The `wccp` section: how this node speaks to its routers.
///
/// Either `routers` or `multicast` is given, or neither where others than routers bring packets.
/// `interval` is TRANSMIT_T, the time between two HERE_I_AM, as far as the routers agree to it;
/// `multicastTtl` is 1–15; `weight`, 0–65535, is this node's claim to buckets. `forwarding`,
/// `packetReturn` (the key `return`) and `assignment` are as written or else as the equipment of
/// `profile` has them, most wanted first (§7.4).
public record WccpConfig(
    List<Inet4Address> routers,
    Optional<Inet4Address> multicast,
    int multicastTtl,
    Version version,
    Optional<Secret> password,
    Duration interval,
    Optional<Profile> profile,
    List<Transport> forwarding,
    List<Transport> packetReturn,
    List<Distribution> assignment,
    MaskSet.Mask mask,
    BucketOctet bucketOctet,
    int weight,
    List<ServiceConfig> services,
    Version1Config v1) {

  /// Which protocol version is spoken.
  public enum Version {
    /// Version 2, in the newest form that both sides know.
    AUTO,
    /// WCCP version 2.00 only.
    TWO,
    /// WCCP version 1 only.
    ONE
  }

  static final Version VERSION = Version.AUTO;
  static final Duration INTERVAL = Duration.ofSeconds(10);
  static final List<Transport> TRANSPORT = List.of(Transport.GRE);
  static final List<Distribution> ASSIGNMENT = List.of(Distribution.HASH);
  static final int MULTICAST_TTL = 15;
  static final int WEIGHT = 100;

  static final List<ServiceConfig> SERVICES = List.of(ServiceConfig.WEB_CACHE);

  /// Keeps copies of the lists.
  public WccpConfig {
    routers = List.copyOf(routers);
    forwarding = List.copyOf(forwarding);
    packetReturn = List.copyOf(packetReturn);
    assignment = List.copyOf(assignment);
    services = List.copyOf(services);
  }

  /// How the messages of a group are authenticated (§3.1).
  public Security security(ServiceConfig service) {
    return service
        .password()
        .or(() -> password)
        .map(secret -> Security.md5(secret.reveal()))
        .orElse(Security.NONE);
  }

  /// Whether there are routers to speak to.
  public boolean hasRouters() {
    return !routers.isEmpty() || multicast.isPresent();
  }

  static WccpConfig read(SectionReader section) {
    WccpConfig config = WccpKeys.read(section);
    config.check(section);
    WccpKeys.checkProfile(config, section);
    Version1Config.check(config, section);
    return config;
  }

  private void check(SectionReader section) {
    if (!routers.isEmpty() && multicast.isPresent()) {
      section.refuse(
          "routers",
          "multicast is written, too",
          "write either the routers' addresses or their group address");
    }
    if (multicast.filter(it -> !it.isMulticastAddress()).isPresent()) {
      section.refuse("multicast", "is no multicast address", "write one of 224.0.0.0/4");
    }
    var seen = new HashSet<ServiceGroup>();
    for (ServiceConfig service : services) {
      if (!seen.add(service.group())) {
        section.refuse(
            "services", service.group().displayName() + " is written twice", "keep one of the two");
      }
    }
  }
}
