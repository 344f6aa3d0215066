package dev.weir.node.admin;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;

/// Whether a request was really meant for this listener.
///
/// A page of a foreign site can point a name of its own at 127.0.0.1 and let a browser read the
/// answers (DNS rebinding). Such a request carries the foreign name in `Host`, so only our address
/// and `localhost` are taken.
final class HostCheck {

  /// What becomes of a request.
  enum Verdict {
    /// It is for us.
    OURS,
    /// There is not exactly one `Host` (RFC 9112 §3.2): 400.
    MALFORMED,
    /// It is for another host (RFC 9110 §15.5.20): 421.
    FOREIGN
  }

  private HostCheck() {}

  /// Judges the values of all `Host` headers of a request that arrived at `local`.
  static Verdict judge(List<String> hosts, InetSocketAddress local) {
    if (hosts.size() != 1) {
      return Verdict.MALFORMED;
    }
    String host = hosts.getFirst().toLowerCase(Locale.ROOT);
    String port = ":" + local.getPort();
    String name = host.endsWith(port) ? host.substring(0, host.length() - port.length()) : host;
    boolean ours = name.equals("localhost") || name.equals(local.getAddress().getHostAddress());
    return ours ? Verdict.OURS : Verdict.FOREIGN;
  }
}
