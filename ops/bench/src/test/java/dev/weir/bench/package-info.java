/// Tests of the benchmark: that what it measures works.
@NullMarked
package dev.weir.bench;

import org.jspecify.annotations.NullMarked;
