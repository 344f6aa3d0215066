package dev.weir.cache.store;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.message.StructuredList;
import dev.weir.cache.rule.CacheKey;
import java.util.List;
import java.util.stream.Stream;

/// Responses of one origin that go together (RFC 9875 HTTP Cache Groups): what is stored says in
/// which groups it is, and the response to an unsafe request may make whole groups worthless.
final class CacheGroups {
  /// How many groups one response may make worthless; the RFC asks for 32 at least.
  static final int WORTHLESS_MAX = 128;

  private CacheGroups() {}

  /// The groups of a response that came for a key (RFC 9875 §2 The Cache-Groups Response Header
  /// Field).
  static Stream<Purge> of(CacheKey key, Fields response) {
    return StructuredList.strings(response, "Cache-Groups").stream()
        .map(group -> Purge.ofGroup(key, group));
  }

  /// What the response to an unsafe request makes worthless beside its own URL, at most
  /// [#WORTHLESS_MAX] groups (RFC 9875 §3 The Cache-Group-Invalidation Response Header Field). None
  /// after a safe request.
  static List<Purge> worthless(CacheKey key, RequestHead request, ResponseHead response) {
    return request.isSafe()
        ? List.of()
        : StructuredList.strings(response.fields(), "Cache-Group-Invalidation").stream()
            .map(group -> Purge.ofGroup(key, group))
            .distinct()
            .limit(WORTHLESS_MAX)
            .toList();
  }
}
