/// Responses as few octets, and their keys as a hash: the form in which the store keeps them.
///
/// Pure: arrays in, arrays out. Decoders answer for any octets.
@NullMarked
package dev.weir.cache.compact;

import org.jspecify.annotations.NullMarked;
