/// What our caching rules say of many cases, to be compared with what others say.
@NullMarked
package dev.weir.bench.freshness;

import org.jspecify.annotations.NullMarked;
