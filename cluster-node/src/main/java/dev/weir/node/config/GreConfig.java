package dev.weir.node.config;

import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;

/// The `gre` section: how diverted packets are received.
///
/// `device` is the key `interface`: where routers bring packets. `tun` is the device through which
/// the inner packets enter the kernel.
public record GreConfig(Receive receive, String device, String tun) {

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
                .or(TUN));
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
}
