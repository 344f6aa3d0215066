/// What the cache's memory tier costs, and what it finds again; what the access log and purges
/// cost.
@NullMarked
package dev.weir.bench.cache;

import org.jspecify.annotations.NullMarked;
