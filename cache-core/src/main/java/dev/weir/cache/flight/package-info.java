/// How requests for the same key are joined into one fetch: who leads it, who follows, and what has
/// come of it so far.
///
/// Everything here is bounded: a flight by its followers, what is on its way by a [Room], what is
/// remembered by its number and its octets.
@NullMarked
package dev.weir.cache.flight;

import org.jspecify.annotations.NullMarked;
