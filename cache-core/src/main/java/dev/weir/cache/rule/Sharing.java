package dev.weir.cache.rule;

import dev.weir.cache.message.CacheControl;
import dev.weir.cache.message.ResponseHead;

/// Which of the responses that may be stored are shared among clients.
public enum Sharing {
  /// All of them, as HTTP has it (RFC 9111 §3 Storing Responses in Caches).
  STORABLE,
  /// Those alone whose origin says so, by `public` or `s-maxage`: an origin that was shown the
  /// client's address may have meant its answer for that address, which nothing else in it tells.
  EXPLICIT;

  /// Whether a response that may be stored is kept.
  public boolean permits(ResponseHead response) {
    CacheControl control = CacheControl.ofResponse(response.fields());
    return this == STORABLE || control.has("public") || control.has("s-maxage");
  }
}
