/// What it costs to ask lists.
@NullMarked
package dev.weir.bench.access;

import org.jspecify.annotations.NullMarked;
