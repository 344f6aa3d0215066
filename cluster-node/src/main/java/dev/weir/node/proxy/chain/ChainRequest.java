package dev.weir.node.proxy.chain;

import java.net.Inet4Address;
import java.util.Optional;

/// What chain rules look at.
///
/// @param host in lower case, without a port
/// @param url `http://HOST:PORT/PATH?QUERY`, with `https` where TLS ended here, or `HOST:PORT` of a
///   CONNECT
/// @param client who asks; empty: another node, or nobody who has an IPv4 address
/// @param destination where the host is; empty while that is not known
public record ChainRequest(
    String method,
    String host,
    String url,
    Optional<Inet4Address> client,
    Optional<Inet4Address> destination) {

  /// The same once it is known where the host is.
  ChainRequest at(Optional<Inet4Address> found) {
    return new ChainRequest(method, host, url, client, found);
  }
}
