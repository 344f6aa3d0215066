/// What operators have said about the storing and serving of responses, beside what origins say.
///
/// Pure: a rule matches what is known of a request and a response, and orders values. It may
/// shorten and lengthen what may be shared, and never makes shareable what is not.
@NullMarked
package dev.weir.cache.operator;

import org.jspecify.annotations.NullMarked;
