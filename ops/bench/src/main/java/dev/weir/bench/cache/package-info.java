/// What the cache's memory tier costs, and what it finds again.
@NullMarked
package dev.weir.bench.cache;

import org.jspecify.annotations.NullMarked;
