/// What the access log and purges cost.
@NullMarked
package dev.weir.bench.cache;

import org.jspecify.annotations.NullMarked;
