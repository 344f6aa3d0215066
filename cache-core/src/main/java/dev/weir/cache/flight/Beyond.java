package dev.weir.cache.flight;

import java.util.Optional;
import java.util.function.Supplier;

/// What is done with a body that is too long for memory.
///
/// @param memoryBytesMax the longest that is not
/// @param spools where it goes then, if anywhere
public record Beyond(long memoryBytesMax, Supplier<Optional<Spool>> spools) {
  /// It is not kept.
  static final Beyond NOTHING = new Beyond(Long.MAX_VALUE, Optional::empty);
}
