package dev.weir.lab.program;

import dev.weir.lab.net.OriginName;
import dev.weir.wccp.assignment.AddressBits;
import dev.weir.wccp.codec.MessageCodec;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.message.ServiceGroup;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// How the router and the nodes of a run speak WCCP with each other.
public enum Dialect {
  /// Version 2, hash, signed, every second: the lab's choice, so that a run takes a minute.
  QUICK(2, true, Duration.ofSeconds(1), "hash"),
  /// The same with a router that offers no choice of timers, as older ones do: every 10 s (§7.1).
  TEN_SECONDS(2, true, Duration.ofSeconds(10), "hash"),
  /// The same as the first, by mask (§5.3).
  MASK(2, true, Duration.ofSeconds(1), "mask"),
  /// The same with a switch that knows nothing but L2 and mask: packets come plain (§7.4).
  MASK_L2(2, true, Duration.ofSeconds(1), "mask"),
  /// The same as the first, by a group address instead of the router's own (§4.4).
  MULTICAST(2, true, Duration.ofSeconds(1), "hash"),
  /// Version 1: every 10 s, hash, nothing signed (§2).
  VERSION_1(1, false, Duration.ofSeconds(10), "hash");

  /// Where router and nodes meet when they speak by multicast.
  public static final String GROUP = "224.1.1.1";

  /// Six bits of the destination address: the lab's origins differ in their last octet.
  private static final int MASK_BITS = 0x3f;

  private static final int MASK_SLOTS = 64;
  private static final String MEETING = "multicast: " + GROUP + "\n  multicast-ttl: 1";

  private final int version;
  private final boolean signed;
  private final Duration interval;
  private final String assignment;

  Dialect(int version, boolean signed, Duration interval, String assignment) {
    this.version = version;
    this.signed = signed;
    this.interval = interval;
    this.assignment = assignment;
  }

  /// The version of WCCP: 1 or 2.
  public int version() {
    return version;
  }

  /// Whether messages carry the digest of the lab's password.
  public boolean signed() {
    return signed;
  }

  /// The time between two HERE_I_AM.
  public Duration interval() {
    return interval;
  }

  /// `hash` or `mask`.
  public String assignment() {
    return assignment;
  }

  /// Whether a table has values of a mask instead of buckets.
  public boolean byMask() {
    return assignment.equals("mask");
  }

  /// Whether packets are handed over as they are, by link address, and go back so.
  public boolean plain() {
    return this == MASK_L2;
  }

  /// How many slots a table has: buckets, or values of the mask.
  public int slots() {
    return byMask() ? MASK_SLOTS : Buckets.COUNT;
  }

  /// The slot of what is sent to an origin.
  public int slot(OriginName origin) {
    return byMask()
        ? (int) AddressBits.of(Inet4Address.ofLiteral(origin.address())).low() & MASK_BITS
        : origin.bucket();
  }

  /// How a slot comes about, as people write it: `203 ^ 0 ^ 113 ^ 80`.
  public String sum(OriginName origin) {
    return byMask() ? origin.address() + " & 0x%x".formatted(MASK_BITS) : origin.sum();
  }

  /// The codec of the messages.
  public MessageCodec codec() {
    return version == 1
        ? MessageCodec.version1()
        : new MessageCodec(Map.of(ServiceGroup.WEB_CACHE, Security.md5(Configurations.PASSWORD)));
  }

  /// The `wccp` section of a node.
  String nodeSection(String router, Path password) {
    return """
    wccp:
      %s
      version: %d
    %s  interval: %ds
    %s  services: [web-cache]
    """
        .formatted(
            this == MULTICAST ? MEETING : "routers: [" + router + "]",
            version,
            signed ? "  password: file:" + password + "\n" : "",
            interval.toSeconds(),
            methods());
  }

  private String methods() {
    String written = "  forwarding: [gre]\n  assignment: [" + assignment + "]\n";
    return (plain() ? "  profile: catalyst-3750\n" : written)
        + (byMask() ? "  mask: { destination-address: 0x%x }\n".formatted(MASK_BITS) : "");
  }

  /// What a router says of its version, its services and its timers. With 10 s alone it offers no
  /// choice.
  String routerSections(String id, Path password) {
    return """
    router:     { id: %s, version: %d%s }
    services:
      - { name: web-cache%s%s }
    timers:     { transmit: %s }
    """
        .formatted(
            id,
            version,
            plain() ? ", profile: catalyst-3750" : "",
            signed ? ", password: file:" + password : "",
            this == MULTICAST ? ", group-address: " + GROUP : "",
            interval.equals(QUICK.interval) ? "1s..10s" : "10s");
  }

  /// The router's interface on the caches' side; a switch needs no word about it.
  String cachesSide() {
    String listen = this == MULTICAST ? ", group-listen: [web-cache]" : "";
    return plain() ? "" : "  rn: { redirect-exclude-in: true" + listen + " }\n";
  }
}
