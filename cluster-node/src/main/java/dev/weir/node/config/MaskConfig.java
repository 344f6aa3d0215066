package dev.weir.node.config;

import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.wccp.assignment.AddressBits;
import dev.weir.wccp.assignment.MaskSet.Mask;

/// The `wccp.mask` section: the bits of a packet that count where routers choose by mask (§5.3).
final class MaskConfig {
  /// More bits would make tables that no datagram holds; equipment takes 7 (§5.3).
  private static final int BITS_MAX = 11;

  private MaskConfig() {}

  static Mask read(SectionReader section) {
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
    if (mask.bits() > BITS_MAX) {
      section.refuse(
          "destination-address",
          "the mask has " + mask.bits() + " bits",
          "write at most " + BITS_MAX + ": 2^bits values go into one datagram");
    }
    return mask.bits() == 0 ? Mask.DEFAULT : mask;
  }
}
