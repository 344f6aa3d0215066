package dev.weir.node.proxy.forward;

import dev.weir.cache.message.RequestHead;
import dev.weir.node.proxy.request.Authority;
import dev.weir.node.proxy.request.Refusal;
import dev.weir.node.proxy.request.RequestCheck;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Our look at the head of a CONNECT (RFC 9110 §9.3.6, RFC 9112 §3.2.3). Pure.
sealed interface ConnectCheck {
  /// It may be carried out, towards this host and port.
  record Accepted(Authority to) implements ConnectCheck {}

  /// It is answered with the refusal's status, and the connection closed.
  record Refused(Refusal refusal) implements ConnectCheck {}

  /// Checks a request as it was decoded.
  ///
  /// @param version such as `HTTP/1.1`
  /// @param ownName our pseudonym in Via
  /// @param ports to which there may be tunnels
  static ConnectCheck of(RequestHead head, String version, String ownName, Set<Integer> ports) {
    Optional<Refusal> refusal = RequestCheck.ofFields(head, version, ownName);
    if (refusal.isPresent()) {
      return new Refused(refusal.get());
    }
    if (hasBody(head)) {
      return new Refused(Refusal.CONNECT_BODY);
    }
    Optional<Authority> target = target(head.target());
    if (target.isEmpty()) {
      return new Refused(Refusal.TARGET);
    }
    List<String> hosts = head.fields().all("Host");
    if (hosts.size() > 1 || (hosts.isEmpty() && version.equals("HTTP/1.1"))) {
      return new Refused(Refusal.HOST_COUNT);
    }
    if (!hosts.isEmpty() && !names(hosts.getFirst(), target.get())) {
      return new Refused(Refusal.TARGET_AND_HOST_DIFFER);
    }
    return ports.contains(target.get().port())
        ? new Accepted(target.get())
        : new Refused(Refusal.CONNECT_PORT);
  }

  /// The authority-form: host, colon and port, each written as we would write it.
  private static Optional<Authority> target(String text) {
    return Authority.parse(text)
        .filter(it -> text.equalsIgnoreCase(it.host() + ":" + it.port()));
  }

  /// Whether Host is the same; many leave the port out.
  private static boolean names(String host, Authority target) {
    return host.equalsIgnoreCase(target.host())
        || host.equalsIgnoreCase(target.host() + ":" + target.port());
  }

  /// What came behind the head would be the tunnel's, not a body's.
  private static boolean hasBody(RequestHead head) {
    return head.fields().has("Transfer-Encoding")
        || head.fields().all("Content-Length").stream().anyMatch(it -> !it.equals("0"));
  }
}
