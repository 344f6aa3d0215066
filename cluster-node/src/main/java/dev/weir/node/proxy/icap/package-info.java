/// Other programs that look at requests and responses, and change or refuse them: the client's side
/// of RFC 3507 (Internet Content Adaptation Protocol).
///
/// What comes from a service is read by a total, bounded decoder, and its heads are held to what
/// those of origins are.
@NullMarked
package dev.weir.node.proxy.icap;

import org.jspecify.annotations.NullMarked;
