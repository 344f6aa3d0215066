package dev.weir.node.reload;

import java.util.Arrays;
import java.util.Optional;

/// What of the configuration changes while the node runs; the rest is read when it starts.
public enum LivePart {
  /// How much is logged.
  LOG_LEVEL("log.level"),
  /// The operator's rules of the cache.
  CACHE_RULES("cache.rules"),
  /// What goes back to the router, but for what is learnt.
  BYPASS("proxy.bypass"),
  /// The listeners of hosts for which the node stands.
  REVERSE("proxy.reverse"),
  /// The listener of clients that are configured to use it.
  FORWARD("proxy.forward"),
  /// Which service groups it is in.
  SERVICES("wccp.services");

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
    return !written.startsWith("proxy.bypass.dynamic")
        && written.startsWith(key)
        && (written.length() == key.length() || ".[".indexOf(written.charAt(key.length())) >= 0);
  }
}
