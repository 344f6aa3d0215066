/// How soon a disk of the cache is in use again.
@NullMarked
package dev.weir.bench.disk;

import org.jspecify.annotations.NullMarked;
