package dev.weir.wccp.assignment;

import java.net.InetAddress;
import java.util.OptionalInt;

/// Which slot of an assignment a packet belongs to (§5.1, §5.3).
public final class Placement {
  /// Hash by the source address (§3.2, service flags).
  public static final int SOURCE_ADDRESS = 0x0001;

  /// Hash by the destination address.
  public static final int DESTINATION_ADDRESS = 0x0002;

  /// Hash by the source port.
  public static final int SOURCE_PORT = 0x0004;

  /// Hash by the destination port.
  public static final int DESTINATION_PORT = 0x0008;

  private Placement() {}

  /// The bucket of a destination address: the exclusive-or of its octets, 0–255.
  public static int slot(InetAddress destination) {
    return fold(destination.getAddress());
  }

  /// The bucket of a destination address given as a big-endian integer, 0–255.
  public static int slot(int destination) {
    int folded = destination ^ destination >>> 16;
    folded ^= folded >>> 8;
    return folded & 0xff;
  }

  /// The bucket of a packet by the fields that `hash` names, the exclusive-or of all their octets:
  /// the four flags of this class, or those of the alternate hash moved down by eight bits.
  public static int slot(PacketFields packet, int hash) {
    int slot = 0;
    slot ^= (hash & SOURCE_ADDRESS) != 0 ? fold(packet.source().getAddress()) : 0;
    slot ^= (hash & DESTINATION_ADDRESS) != 0 ? fold(packet.destination().getAddress()) : 0;
    slot ^= (hash & SOURCE_PORT) != 0 ? slot(packet.sourcePort()) : 0;
    slot ^= (hash & DESTINATION_PORT) != 0 ? slot(packet.destinationPort()) : 0;
    return slot;
  }

  /// The slot of a packet under an assignment by mask; empty when it matches no value.
  public static OptionalInt slot(PacketFields packet, MaskAssignment assignment) {
    int before = 0;
    for (MaskSet set : assignment.sets()) {
      var position = set.position(packet);
      if (position.isPresent()) {
        return OptionalInt.of(before + position.get());
      }
      before += set.values().size();
    }
    return OptionalInt.empty();
  }

  private static int fold(byte[] octets) {
    int slot = 0;
    for (byte octet : octets) {
      slot ^= octet;
    }
    return slot & 0xff;
  }
}
