package dev.weir.node.proxy.access;

import dev.weir.cache.operator.Subject;
import dev.weir.node.proxy.request.Scheme;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.LocalDateTime;
import java.util.Optional;

/// What rules look at.
///
/// @param listener where the connection was accepted; for a diverted one, where it was to go
/// @param subject host, path and query, client, and the media type once there is a response
/// @param user who has shown a password
/// @param scheme by which it is asked
/// @param port of the host
/// @param address where the host is, once that is known
/// @param time here
public record Asked(
    WayIn way,
    InetSocketAddress listener,
    Subject subject,
    Optional<String> user,
    String method,
    Scheme scheme,
    int port,
    Optional<InetAddress> address,
    LocalDateTime time) {
  /// The URL; of a tunnel, host and port.
  String url() {
    boolean tunnel = method.equals("CONNECT");
    int usual = tunnel ? Scheme.HTTP.port() : scheme.port();
    String host = port == usual ? subject.host() : subject.host() + ":" + port;
    return tunnel ? host : scheme.prefix() + host + subject.target();
  }

  /// The same once it is known where the host is.
  public Asked at(InetAddress where) {
    return new Asked(way, listener, subject, user, method, scheme, port, Optional.of(where), time);
  }

  /// The same by a user.
  public Asked by(Optional<String> who) {
    return new Asked(way, listener, subject, who, method, scheme, port, address, time);
  }

  /// The same once it is answered with this media type; empty: the response names none.
  public Asked answered(String mediaType) {
    var known =
        new Subject(subject.host(), subject.target(), subject.client(), Optional.of(mediaType));
    return new Asked(way, listener, known, user, method, scheme, port, address, time);
  }
}
