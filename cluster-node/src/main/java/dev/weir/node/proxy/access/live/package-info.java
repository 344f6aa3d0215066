/// What is in force of access while the node runs: made of the configuration, and made anew of
/// another one; its lists follow their files.
@NullMarked
package dev.weir.node.proxy.access.live;

import org.jspecify.annotations.NullMarked;
