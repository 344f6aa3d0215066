package dev.weir.node.grid;

import dev.weir.node.grid.seal.Purpose;
import dev.weir.node.grid.seal.Seal;
import dev.weir.node.grid.seal.SignedRecord;
import dev.weir.node.grid.seal.SignedRecord.Terms;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/// Who a member is: its name and its incarnation, signed for the address and port where it is.
///
/// A copy of it is worth nothing elsewhere. The incarnation is one start of a node.
record Identity(String name, UUID incarnation) {
  /// The attribute of a member that carries it, as hexadecimal digits.
  static final String ATTRIBUTE = "weir.identity";

  private static final String NAME = "[a-z0-9-]{1,63}";
  private static final int UUID_BYTES = 16;

  /// The attribute of the member at an address.
  String attribute(Seal seal, Inet4Address address, int port) {
    byte[] text = name.getBytes(StandardCharsets.US_ASCII);
    byte[] content =
        ByteBuffer.allocate(UUID_BYTES + text.length)
            .putLong(incarnation.getMostSignificantBits())
            .putLong(incarnation.getLeastSignificantBits())
            .put(text)
            .array();
    var terms = new Terms(address, 0, 0, false);
    SignedRecord signed = seal.sign(Purpose.MEMBER, key(address, port), terms, content);
    return HexFormat.of().formatHex(signed.octets());
  }

  /// The identity that an attribute proves of the member at an address; empty if it proves none.
  static Optional<Identity> verified(Seal seal, InetSocketAddress member, String attribute) {
    if (!(member.getAddress() instanceof Inet4Address address)
        || attribute.length() > 4096
        || !attribute.matches("(?:[0-9a-f]{2})+")) {
      return Optional.empty();
    }
    byte[] octets = HexFormat.of().parseHex(attribute);
    return switch (seal.open(Purpose.MEMBER, key(address, member.getPort()), octets)) {
      case Seal.Opened.Genuine(SignedRecord record) -> of(record.content());
      case Seal.Opened.Refused _ -> Optional.empty();
    };
  }

  private static Optional<Identity> of(byte[] content) {
    if (content.length <= UUID_BYTES) {
      return Optional.empty();
    }
    var in = ByteBuffer.wrap(content);
    var incarnation = new UUID(in.getLong(), in.getLong());
    byte[] text = new byte[in.remaining()];
    in.get(text);
    String name = new String(text, StandardCharsets.ISO_8859_1);
    return name.matches(NAME) ? Optional.of(new Identity(name, incarnation)) : Optional.empty();
  }

  private static String key(Inet4Address address, int port) {
    return address.getHostAddress() + ":" + port;
  }
}
