/// The rules of nftables that are not ours, and what becomes of one sample packet in them.
///
/// Only as much of the language as decides the packets of this node; a match that is not understood
/// counts as one that does not apply, so that nothing is blamed on a guess.
@NullMarked
package dev.weir.node.doctor.firewall;

import org.jspecify.annotations.NullMarked;
