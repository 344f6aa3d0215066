package dev.weir.node.proxy.icap;

import java.net.InetSocketAddress;
import java.time.Duration;

/// A service, and how it is used.
///
/// @param path of its URI, with the first slash
/// @param previewMax octets of a body that it may see before it says whether it wants the rest
/// @param failOpen whether what it cannot look at passes; else it is answered with 503
/// @param timeout the longest wait for a connection, or for a sign of an answer
/// @param connectionsMax of this node to it
public record IcapSettings(
    String name,
    InetSocketAddress address,
    String path,
    Mode mode,
    int previewMax,
    boolean failOpen,
    Duration timeout,
    int connectionsMax) {
  /// What it looks at.
  public enum Mode {
    /// Requests, before an origin is asked.
    REQMOD,
    /// Responses, before they are stored and handed out.
    RESPMOD
  }

  /// Its URI (RFC 3507 §4.2).
  String uri() {
    return "icap://" + host() + path;
  }

  /// Its address as Host has it.
  String host() {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }
}
