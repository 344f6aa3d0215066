/// What the operator says of tunnels, of TLS, and of the fields that tell who asks, by way in.
@NullMarked
package dev.weir.node.config.way;

import org.jspecify.annotations.NullMarked;
