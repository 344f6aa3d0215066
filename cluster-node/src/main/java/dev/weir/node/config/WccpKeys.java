package dev.weir.node.config;

import dev.weir.node.config.WccpConfig.Version;
import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.wccp.assignment.AddressBits;
import dev.weir.wccp.assignment.BucketOctet;
import dev.weir.wccp.assignment.MaskSet.Mask;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.negotiation.Distribution;
import dev.weir.wccp.negotiation.Profile;
import dev.weir.wccp.negotiation.Transport;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The keys of the `wccp` section, each with what it may be, also beside a profile.
final class WccpKeys {
  private static final Map<String, Version> VERSIONS =
      new TreeMap<>(Map.of("auto", Version.AUTO, "2", Version.TWO, "1", Version.ONE))
          .descendingMap();

  /// More bits would make tables that no datagram holds; equipment takes 7 (§5.3).
  private static final int MASK_BITS_MAX = 11;

  /// What tables in hardware hold, as reported (§5.3).
  private static final int HARDWARE_MASK_BITS_MAX = 7;

  private WccpKeys() {}

  static WccpConfig read(SectionReader section) {
    var services = section.sections("services", "name", ServiceConfig::read);
    var profile = profile(section);
    return new WccpConfig(
        routers(section),
        multicast(section),
        section
            .key("multicast-ttl", Values.integer(1, 15), "How many hops multicast messages may go.")
            .or(WccpConfig.MULTICAST_TTL),
        section
            .key("version", Values.oneOf(VERSIONS), "The protocol version to speak.")
            .or(WccpConfig.VERSION),
        section
            .key(
                "password",
                Values.secret(1, 6, Security.PASSWORD_OCTETS_MAX),
                "The password of the service groups; with one, messages are signed with MD5.")
            .optional(),
        section
            .key(
                "interval",
                Quantities.duration(Duration.ofMillis(500), Duration.ofMinutes(1)),
                "Time between two HERE_I_AM, when the routers offer it; otherwise it is 10s.")
            .or(WccpConfig.INTERVAL),
        profile,
        transport(section, "forwarding", "How routers bring packets, most wanted first.", profile),
        transport(
            section, "return", "How packets go back to a router, most wanted first.", profile),
        assignment(section, profile),
        mask(section.section("mask")),
        bucketOctet(section),
        section
            .key(
                "weight",
                Values.integer(0, 65535),
                "This node's claim to buckets beside that of the others.")
            .or(WccpConfig.WEIGHT),
        services.isEmpty() ? WccpConfig.SERVICES : services,
        Version1Config.read(section.section("v1")));
  }

  private static List<Inet4Address> routers(SectionReader section) {
    return section
        .key("routers", Values.list(Values.address(), 1, 32), "The routers to announce to.")
        .or(List.of());
  }

  private static Optional<Inet4Address> multicast(SectionReader section) {
    return section
        .key(
            "multicast",
            Values.address(),
            "Or the group address at which they all listen (`ip wccp group-address`).")
        .optional();
  }

  private static Optional<Profile> profile(SectionReader section) {
    return section
        .key(
            "profile",
            Values.oneOf(Profile.class),
            "The equipment the routers are: presets forwarding, return and assignment.")
        .optional();
  }

  private static List<Transport> transport(
      SectionReader section, String key, String sentence, Optional<Profile> profile) {
    return section
        .key(key, Values.list(Values.oneOf(Transport.class), 1, 2), sentence)
        .or(profile.map(it -> List.copyOf(it.transports())).orElse(WccpConfig.TRANSPORT));
  }

  private static BucketOctet bucketOctet(SectionReader section) {
    return section
        .key(
            "bucket-octet",
            Values.oneOf(BucketOctet.class),
            "Where the A flag stands in a bucket's octet: as Cisco has it, or the draft.")
        .or(BucketOctet.CISCO);
  }

  private static List<Distribution> assignment(SectionReader section, Optional<Profile> profile) {
    return section
        .key(
            "assignment",
            Values.list(Values.oneOf(Distribution.class), 1, 2),
            "How routers choose a node, most wanted first: by hash or by mask.")
        .or(profile.map(it -> List.copyOf(it.distributions())).orElse(WccpConfig.ASSIGNMENT));
  }

  /// The bits of a packet that count where routers choose by mask (§5.3).
  private static Mask mask(SectionReader section) {
    var source =
        section.key("source-address", Values.bits(32), "The bits of the source address.").or(0);
    var destination =
        section
            .key("destination-address", Values.bits(32), "The bits of the destination address.")
            .or(0);
    int sourcePort = section.key("source-port", Values.bits(16), "Of the source port.").or(0);
    int destinationPort =
        section.key("destination-port", Values.bits(16), "Of the destination port.").or(0);
    var mask =
        new Mask(AddressBits.of(source), AddressBits.of(destination), sourcePort, destinationPort);
    if (mask.bits() > MASK_BITS_MAX) {
      section.refuse(
          "destination-address",
          "the mask has " + mask.bits() + " bits",
          "write at most " + MASK_BITS_MAX + ": 2^bits values go into one datagram");
    }
    return mask.bits() == 0 ? Mask.DEFAULT : mask;
  }

  /// A written key beats the profile, but what the equipment never does is a slip (§7.4).
  static void checkProfile(WccpConfig config, SectionReader section) {
    config.profile().ifPresent(is -> checkProfile(config, is, section));
  }

  private static void checkProfile(WccpConfig config, Profile is, SectionReader section) {
    String equipment = word(is);
    String other = ", or remove profile";
    offered("forwarding", config.forwarding(), is.transports(), equipment, section);
    offered("return", config.packetReturn(), is.transports(), equipment, section);
    offered("assignment", config.assignment(), is.distributions(), equipment, section);
    if (section.has("mask") && !is.distributions().contains(Distribution.MASK)) {
      section.refuse("mask", equipment + " assigns by hash only", "remove it" + other);
    }
    if (is == Profile.CATALYST_3750 && config.mask().bits() > HARDWARE_MASK_BITS_MAX) {
      section.refuse(
          "mask",
          "the mask has " + config.mask().bits() + " bits",
          "write at most 7: a hardware table holds 128 values");
    }
    if (config.routers().size() > is.routerCountMax()) {
      section.refuse(
          "routers",
          equipment + " is alone in its group, and here are " + config.routers().size(),
          "keep one" + other);
    }
    if (is == Profile.ASA && config.multicast().isPresent()) {
      section.refuse("multicast", equipment + " has no multicast", "write its address" + other);
    }
    if (is != Profile.IOS && config.version() == Version.ONE) {
      section.refuse("version", equipment + " speaks version 2", "write auto" + other);
    }
  }

  private static <E extends Enum<E>> void offered(
      String key, List<E> wanted, Set<E> can, String equipment, SectionReader section) {
    if (wanted.stream().noneMatch(can::contains)) {
      String has = can.stream().map(WccpKeys::word).collect(Collectors.joining(" or "));
      section.refuse(
          key, equipment + " offers only " + has, "write " + has + ", or remove profile");
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
