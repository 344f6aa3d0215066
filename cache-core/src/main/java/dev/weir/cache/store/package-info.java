/// Where responses are kept, and how requests for the same key are joined into one fetch.
///
/// Everything here is bounded: the store by octets, a flight by its waiters.
@NullMarked
package dev.weir.cache.store;

import org.jspecify.annotations.NullMarked;
