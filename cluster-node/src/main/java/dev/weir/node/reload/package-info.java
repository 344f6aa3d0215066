/// The configuration of a node that runs: read anew, tried, confirmed or taken back.
@NullMarked
package dev.weir.node.reload;

import org.jspecify.annotations.NullMarked;
