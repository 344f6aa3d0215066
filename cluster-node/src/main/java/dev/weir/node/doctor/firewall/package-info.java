/// The rules of nftables that are not ours, and what becomes of one sample packet in them.
///
/// Only as much of the language as decides the packets of this node. A rule that cannot be judged
/// never drops, and accepts whatever it may accept, so that nothing is blamed on a guess.
@NullMarked
package dev.weir.node.doctor.firewall;

import org.jspecify.annotations.NullMarked;
