/// The caching rules of RFC 9111 (HTTP Caching) as pure decisions, each *no* with its reason.
///
/// No I/O, no clock: wall-clock time is an argument.
@NullMarked
package dev.weir.cache.rule;

import org.jspecify.annotations.NullMarked;
