/// The configuration's words for a program beside the node that answers the diverted connections.
@NullMarked
package dev.weir.node.config.sidecar;

import org.jspecify.annotations.NullMarked;
