package dev.weir.node.config;

import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;

/// The `gre` section: how diverted packets are received.
///
/// `device` is the key `interface`: where routers bring packets. `tun` is the device through which
/// the inner packets enter the kernel; `limits` is how much is taken in: in GRE, and as much again
/// of packets that come plain.
public record GreConfig(Receive receive, String device, String tun, Limits limits) {

  /// What is taken in within a second.
  ///
  /// @param synPerClientNet new connections from clients in one network of 256 addresses
  /// @param synPerRouter new connections from one router
  /// @param packets packets of all kinds
  public record Limits(int synPerClientNet, int synPerRouter, int packets) {}

  /// Which engine receives GRE.
  public enum Receive {
    /// Capture by libpcap, before the host firewall.
    PCAP,
    /// Capture by an own packet ring, before the host firewall; needs no libpcap.
    RING,
    /// A raw socket, behind the host firewall; needs no libpcap.
    RAW,
    /// The kernel's own GRE device, behind the host firewall; its packets come in as plain ones.
    KERNEL;

    /// Whether the host firewall sees packets first, so that it has to know the routers.
    public boolean behindFirewall() {
      return this == RAW || this == KERNEL;
    }
  }

  static final Receive RECEIVE = Receive.PCAP;
  static final String TUN = "wccp0";

  /// What is taken in unless the file says otherwise.
  public static final Limits LIMITS = new Limits(2_000, 20_000, 2_000_000);

  private static final int PER_SECOND_MAX = 100_000_000;

  /// The longest name of a network device in Linux.
  private static final int NAME_CHARS_MAX = 15;

  /// The device that takes packets of unknown flows: the next number after [#tun], so `wccp1`.
  public String strayTun() {
    int digits = tun.length();
    while (digits > 0 && Character.isDigit(tun.charAt(digits - 1))) {
      digits--;
    }
    return digits == tun.length()
        ? tun + "1"
        : tun.substring(0, digits) + (Long.parseLong(tun.substring(digits)) + 1);
  }

  static GreConfig read(SectionReader section) {
    var config =
        new GreConfig(
            section
                .key(
                    "receive",
                    Values.oneOf(Receive.class),
                    "The engine that receives GRE: `pcap` and `ring` see packets before the host"
                        + " firewall, `raw` and `kernel` behind it; `pcap` needs libpcap, `kernel` a"
                        + " kernel with GRE devices (ip_gre).")
                .or(RECEIVE),
            section
                .key(
                    "interface",
                    Values.device("eth0"),
                    "The device on which routers bring packets.")
                .required(),
            section
                .key(
                    "tun",
                    Values.device(TUN),
                    "The TUN device this node makes for the inner packets; the device with the next"
                        + " number is made too.")
                .or(TUN),
            limits(section.section("limits")));
    if (config.strayTun().length() > NAME_CHARS_MAX) {
      section.refuse(
          "tun", "the name leaves no room for a second device", "write at most 14 characters");
    }
    if (config.device.equals(config.tun) || config.device.equals(config.strayTun())) {
      section.refuse(
          "tun", "gre.interface has the name of a device made here", "write another name");
    }
    return config;
  }

  private static Limits limits(SectionReader section) {
    return new Limits(
        perSecond(
            section,
            "syn-per-client-net",
            "New connections a second from clients in one network of 256 addresses; what is more"
                + " goes back to the router. All limits hold for GRE and, counted anew, for plain"
                + " packets and gre.receive: kernel.",
            LIMITS.synPerClientNet()),
        perSecond(
            section,
            "syn-per-router",
            "New connections a second by one router; what is more goes back to it. Of plain packets"
                + " the router is the sender of the frame, with gre.receive: kernel all together.",
            LIMITS.synPerRouter()),
        perSecond(
            section,
            "packets",
            "Packets of all kinds a second that the kernel is given; what is more is dropped.",
            LIMITS.packets()));
  }

  private static int perSecond(SectionReader section, String key, String sentence, int initial) {
    return section.key(key, Values.integer(1, PER_SECOND_MAX), sentence).or(initial);
  }
}
