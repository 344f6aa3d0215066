/// Where responses are kept, bounded by octets.
@NullMarked
package dev.weir.cache.store;

import org.jspecify.annotations.NullMarked;
