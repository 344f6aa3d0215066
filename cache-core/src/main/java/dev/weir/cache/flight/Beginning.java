package dev.weir.cache.flight;

import dev.weir.cache.rule.StoredResponse;
import java.util.function.BooleanSupplier;

/// A response whose head has come and whose body is coming.
///
/// @param shape what will be stored, but for its body
/// @param body what has come of it
/// @param current whether whoever asks now may still have it: nobody has purged it since
public record Beginning(StoredResponse shape, Filling body, BooleanSupplier current) {}
