/// What `weir capture` writes: packets with what the node makes of them beside each.
@NullMarked
package dev.weir.cli.capture;

import org.jspecify.annotations.NullMarked;
