/// HTTP caching: what may be stored, what may be reused, and where it is kept.
///
/// Decisions are pure functions that return a value with its reason (RFC 9110, RFC 9111). The
/// packages below hold the parts: `message` the heads, `rule` the decisions, `store` the memory.
@NullMarked
package dev.weir.cache;

import org.jspecify.annotations.NullMarked;
