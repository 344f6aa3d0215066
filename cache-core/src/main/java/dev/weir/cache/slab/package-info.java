/// The memory in which stored responses lie: outside the heap, in pages of equal slots.
///
/// What lies there is leased, and moves or goes only when nobody holds a lease. No clock, no
/// thread, no logging; the only files are those without a name that the memory itself is.
@NullMarked
package dev.weir.cache.slab;

import org.jspecify.annotations.NullMarked;
