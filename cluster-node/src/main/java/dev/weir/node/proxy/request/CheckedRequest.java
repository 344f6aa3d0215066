package dev.weir.node.proxy.request;

import dev.weir.cache.message.RequestHead;
import dev.weir.cache.rule.CacheKey;

/// A request that passed [RequestCheck].
///
/// @param head with the target in origin-form or `*`
/// @param http11 HTTP/1.1; otherwise HTTP/1.0
/// @param keepAlive whether the client wants the connection to go on (RFC 9112 §9.3)
public record CheckedRequest(
    RequestHead head, Authority authority, boolean http11, boolean keepAlive) {

  /// Whether the connection is to be HTTP no longer, if the origin agrees.
  public boolean isUpgrade() {
    return Upgrade.isWanted(head, http11);
  }

  /// What its response is stored under.
  public CacheKey key() {
    return new CacheKey("http", authority.canonical(), head.target());
  }
}
