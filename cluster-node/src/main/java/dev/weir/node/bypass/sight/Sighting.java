package dev.weir.node.bypass.sight;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// What was seen of a client's connection to a place, whence something may be learnt.
public record Sighting(Kind kind, Inet4Address client, Place place) {
  /// What was seen.
  public enum Kind {
    /// The client's first octets are no HTTP/1.
    NOT_HTTP,
    /// Neither are those that the server answers such a client.
    NOT_HTTP_EITHER,
    /// The server spoke before its client, and no HTTP.
    SERVER_FIRST,
    /// No connection could be made under this node's address: not a matter of what the client says.
    NO_CONNECTION,
    /// No response came to what the client asked.
    NO_ANSWER,
    /// A response came.
    ANSWER,
    /// The response wants the connection logged in.
    LOGIN,
    /// The response is 403, to a GET that could be tried under the client's address.
    FORBIDDEN,
    /// The same GET under the client's address is let in.
    ADMITTED
  }

  /// A sighting of a connection; empty when it is not of IPv4.
  public static Optional<Sighting> of(
      Kind kind, InetAddress client, InetSocketAddress destination) {
    return client instanceof Inet4Address ipv4
        ? Place.of(destination).map(place -> new Sighting(kind, ipv4, place))
        : Optional.empty();
  }
}
