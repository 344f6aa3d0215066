/// By which request fields a response was chosen, and which values of them mean the same (RFC 9111
/// §4.1). Pure.
@NullMarked
package dev.weir.cache.vary;

import org.jspecify.annotations.NullMarked;
