package dev.weir.node.proxy.access;

import dev.weir.cache.operator.Subject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.LocalDateTime;
import java.util.Optional;

/// What rules look at.
///
/// @param listener where the connection was accepted; for a diverted one, where it was to go
/// @param subject host, path and query, client, and the media type once there is a response
/// @param user who has shown a password
/// @param port of the host
/// @param address where the host is, once that is known
/// @param time here
public record Asked(
    WayIn way,
    InetSocketAddress listener,
    Subject subject,
    Optional<String> user,
    String method,
    int port,
    Optional<InetAddress> address,
    LocalDateTime time) {
  private static final int HTTP = 80;

  /// The URL; of a tunnel, host and port.
  String url() {
    String host = port == HTTP ? subject.host() : subject.host() + ":" + port;
    return method.equals("CONNECT") ? host : "http://" + host + subject.target();
  }

  /// The same once it is known where the host is.
  public Asked at(InetAddress where) {
    return new Asked(way, listener, subject, user, method, port, Optional.of(where), time);
  }

  /// The same by a user.
  public Asked by(Optional<String> who) {
    return new Asked(way, listener, subject, who, method, port, address, time);
  }

  /// The same once it is answered with this media type; empty: the response names none.
  public Asked answered(String mediaType) {
    var known =
        new Subject(subject.host(), subject.target(), subject.client(), Optional.of(mediaType));
    return new Asked(way, listener, known, user, method, port, address, time);
  }
}
