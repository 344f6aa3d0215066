package dev.weir.node.ownership.live;

import dev.weir.node.ownership.Epoch;

/// The epoch that this node goes by, and whether it may store in it.
record Standing(Epoch epoch, boolean stores) {}
