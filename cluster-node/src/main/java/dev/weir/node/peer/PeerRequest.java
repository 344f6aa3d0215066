package dev.weir.node.peer;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.node.peer.PeerProtocol.Going;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A request of another node, from its head. The decoder is total: whatever came is one of these.
public sealed interface PeerRequest {
  /// A client's GET or HEAD.
  ///
  /// @param head as the client's node sends it on, without the fields of the link
  /// @param destination where the client wanted to go
  /// @param handOver whether only the store is asked, and what it gives is dropped
  record Relayed(Going going, RequestHead head, InetSocketAddress destination, boolean handOver)
      implements PeerRequest {
    /// What is asked for.
    public PeerKind kind() {
      return handOver ? PeerKind.HAND_OVER : PeerKind.RELAY;
    }
  }

  /// A question with a body of so many octets.
  record Question(Going going, PeerKind kind, int octets) implements PeerRequest {}

  /// Something else.
  record Refused(PeerDrop why) implements PeerRequest {}

  /// Reads a head.
  ///
  /// @param version the version that the reader speaks; it understands the one before, too
  static PeerRequest of(RequestHead head, int version) {
    Fields fields = head.fields();
    Optional<Going> going = only(fields, PeerProtocol.MARK).flatMap(Going::parse);
    if (going.isEmpty()) {
      return new Refused(PeerDrop.UNMARKED);
    }
    int theirs = going.get().version();
    if (theirs > version || theirs < version - 1) {
      return new Refused(PeerDrop.VERSION);
    }
    Optional<PeerKind> kind =
        head.method().equals("POST") ? PeerKind.at(head.target()) : relayed(head.method(), fields);
    if (kind.isEmpty() || kind.get().since() > theirs) {
      return new Refused(PeerDrop.UNKNOWN);
    }
    return kind.get().isRelayed()
        ? relayed(going.get(), head, kind.get())
        : question(going.get(), fields, kind.get());
  }

  private static Optional<PeerKind> relayed(String method, Fields fields) {
    boolean safe = method.equals("GET") || method.equals("HEAD");
    PeerKind kind = fields.has(PeerProtocol.HAND_OVER) ? PeerKind.HAND_OVER : PeerKind.RELAY;
    return Optional.of(kind).filter(_ -> safe);
  }

  private static PeerRequest relayed(Going going, RequestHead head, PeerKind kind) {
    Optional<InetSocketAddress> destination =
        only(head.fields(), PeerProtocol.DESTINATION).flatMap(PeerRequest::destination);
    if (destination.isEmpty()) {
      return new Refused(PeerDrop.DESTINATION);
    }
    if (head.hasBody()) {
      return new Refused(PeerDrop.TOO_LONG);
    }
    Fields fields =
        head.fields()
            .without(
                Set.of(
                    PeerProtocol.MARK.toLowerCase(java.util.Locale.ROOT),
                    PeerProtocol.DESTINATION.toLowerCase(java.util.Locale.ROOT),
                    PeerProtocol.HAND_OVER.toLowerCase(java.util.Locale.ROOT)));
    return new Relayed(
        going, head.withFields(fields), destination.get(), kind == PeerKind.HAND_OVER);
  }

  private static PeerRequest question(Going going, Fields fields, PeerKind kind) {
    Optional<String> length = only(fields, "Content-Length");
    boolean known =
        length.isPresent()
            && length.get().length() <= 5
            && length.get().chars().allMatch(c -> c >= '0' && c <= '9')
            && !length.get().isEmpty()
            && !fields.has("Transfer-Encoding");
    int octets = known ? Integer.parseInt(length.get()) : Integer.MAX_VALUE;
    return octets <= PeerProtocol.BODY_BYTES_MAX
        ? new Question(going, kind, octets)
        : new Refused(PeerDrop.TOO_LONG);
  }

  /// An IPv4 address and a port, as they are written.
  private static Optional<InetSocketAddress> destination(String text) {
    int colon = text.indexOf(':');
    String port = text.substring(colon + 1);
    if (colon < 7
        || port.isEmpty()
        || port.length() > 5
        || !port.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    int number = Integer.parseInt(port);
    try {
      return InetAddress.ofLiteral(text.substring(0, colon)) instanceof Inet4Address address
              && number >= 1
              && number <= 65_535
          ? Optional.of(new InetSocketAddress(address, number))
          : Optional.empty();
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  private static Optional<String> only(Fields fields, String name) {
    List<String> all = fields.all(name);
    return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
  }
}
