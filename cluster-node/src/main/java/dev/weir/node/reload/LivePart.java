package dev.weir.node.reload;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What of the configuration changes while the node runs; the rest is read when it starts.
public enum LivePart {
  /// How much is logged, and where what clients ask.
  LOG("log"),
  /// The operator's rules of the cache.
  CACHE_RULES("cache.rules"),
  /// What goes back to the router, but for what is learnt.
  BYPASS("proxy.bypass"),
  /// The listeners of hosts for which the node stands.
  REVERSE("proxy.reverse"),
  /// The listener of clients that are configured to use it.
  FORWARD("proxy.forward"),
  /// Whom requests are asked of.
  CHAIN("proxy.chain"),
  /// The proxies that may be asked.
  PARENTS("proxy.parents"),
  /// What becomes of requests whose host is elsewhere.
  HOST_CHECK("proxy.host-check"),
  /// The same of single hosts.
  HOST_CHECK_HOSTS("proxy.host-check-hosts"),
  /// The bounds of tunnels.
  TUNNELS("proxy.tunnels"),
  /// Which diverted TLS connections are led through.
  TLS("proxy.intercept.tls"),
  /// What origins are told of clients whose connections were diverted.
  FORWARDED("proxy.intercept.forwarded"),
  /// Who may what.
  ACCESS("proxy.access"),
  /// The services that look at requests and responses.
  ICAP("proxy.icap"),
  /// How much clients may want.
  LIMITS("proxy.limits"),
  /// What is compressed for clients.
  COMPRESS("proxy.compress"),
  /// What whoever asks the admin port from elsewhere shows.
  ADMIN_TOKEN("admin.token"),
  /// Which service groups it is in.
  SERVICES("wccp.services");

  /// What of these parts is read only at the start.
  private static final List<String> FIXED =
      List.of("proxy.bypass.dynamic", "proxy.intercept.tls.ports", "proxy.access.look");

  private final String key;

  LivePart(String key) {
    this.key = key;
  }

  /// Its key, or the section that holds its keys.
  public String key() {
    return key;
  }

  /// The part that a key such as `cache.rules[0].name` belongs to. Pure.
  public static Optional<LivePart> of(String key) {
    return Arrays.stream(values()).filter(part -> part.has(key)).findFirst();
  }

  private boolean has(String written) {
    return FIXED.stream().noneMatch(written::startsWith)
        && written.startsWith(key)
        && (written.length() == key.length() || ".[".indexOf(written.charAt(key.length())) >= 0);
  }
}
