package dev.weir.node.peer.link;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.node.peer.PeerKind;
import dev.weir.node.peer.PeerProtocol;
import dev.weir.node.proxy.request.Scheme;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Duration;

/// A client's GET or HEAD for another node. Pure.
///
/// @param kind [PeerKind#RELAY] or [PeerKind#HAND_OVER]
/// @param head target in origin-form and end-to-end fields, one Host included
/// @param scheme by which the client asked
/// @param destination where the client wanted to go
/// @param within the longest wait for the head of the answer
public record RelayedRequest(
    PeerKind kind,
    RequestHead head,
    Scheme scheme,
    InetSocketAddress destination,
    Duration within) {

  /// Where it goes; `0.0.0.0` where only a parent knows it.
  private String address() {
    return destination.getAddress() instanceof Inet4Address address
        ? address.getHostAddress()
        : "0.0.0.0";
  }

  /// The head as it is sent. Who is asked only for what it has kept need not know by whom the
  /// request has come: it may have relayed it itself, and would take it for one that goes in
  /// circles.
  RequestHead marked(PeerProtocol.Going going) {
    Fields fields = head.fields();
    String host = fields.first("Host").orElse("");
    fields =
        fields
            .with(PeerProtocol.MARK, going.text())
            .with(PeerProtocol.DESTINATION, address() + ":" + destination.getPort());
    fields =
        kind == PeerKind.HAND_OVER
            ? fields
                .keeping(line -> !line.named("Via"))
                .with(PeerProtocol.HAND_OVER, "1")
                .with("Cache-Control", "only-if-cached")
            : fields.keeping(line -> !line.named(PeerProtocol.HAND_OVER));
    return new RequestHead(head.method(), scheme.prefix() + host + head.target(), fields);
  }
}
