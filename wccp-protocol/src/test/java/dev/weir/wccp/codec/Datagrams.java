package dev.weir.wccp.codec;

import dev.weir.wccp.message.ServiceGroup;
import java.util.Arrays;
import java.util.HashMap;

/// Codecs that know every group, and digests for changed messages.
final class Datagrams {
  private static final int HEADER_OCTETS = 8;
  private static final int DIGEST_AT = 16;
  private static final int SIGNED_OCTETS_MIN = DIGEST_AT + Security.DIGEST_OCTETS;

  private Datagrams() {}

  /// A codec that is a member of all 512 groups, with the same security in each.
  static MessageCodec everyGroup(Security security) {
    var groups = new HashMap<ServiceGroup, Security>();
    for (int id = 0; id <= 255; id++) {
      groups.put(new ServiceGroup(ServiceGroup.Type.STANDARD, id), security);
      groups.put(new ServiceGroup(ServiceGroup.Type.DYNAMIC, id), security);
    }
    return new MessageCodec(groups);
  }

  /// A codec of the version and the security of a recorded message, a member of every group.
  static MessageCodec codec(String vector) {
    return vector.contains("v1-") ? MessageCodec.version1() : everyGroup(security(vector));
  }

  /// The datagram with the digest that a recorded message's password asks for, if it has one.
  static byte[] signed(String vector, byte[] datagram) {
    var security = security(vector);
    return security.authenticates() ? signed(datagram, security) : datagram;
  }

  /// The datagram as somebody with the password would have made it: what stands in the place of the
  /// security component becomes one, with the right digest. Shorter ones are returned as they are.
  static byte[] signed(byte[] datagram, Security security) {
    if (datagram.length < SIGNED_OCTETS_MIN) {
      return datagram;
    }
    byte[] octets = measured(datagram);
    byte[] head = {0, 0, 0, 20, 0, 0, 0, 1};
    System.arraycopy(head, 0, octets, HEADER_OCTETS, head.length);
    Arrays.fill(octets, DIGEST_AT, SIGNED_OCTETS_MIN, (byte) 0);
    System.arraycopy(security.digest(octets), 0, octets, DIGEST_AT, Security.DIGEST_OCTETS);
    return octets;
  }

  /// The datagram with its own length in the header, whatever was there.
  static byte[] measured(byte[] datagram) {
    byte[] octets = datagram.clone();
    int length = octets.length - HEADER_OCTETS;
    if (length >= 0) {
      octets[6] = (byte) (length >> 8);
      octets[7] = (byte) length;
    }
    return octets;
  }

  private static Security security(String vector) {
    return switch (vector) {
      case "07-v2-isy-usable-md5" -> Security.md5("cisco123");
      case "11-v2-hia-mask" -> Security.md5("foo");
      default -> Security.NONE;
    };
  }
}
