/// Texts that are found by patterns, in a time that grows with the text alone.
@NullMarked
package dev.weir.cache.match;

import org.jspecify.annotations.NullMarked;
