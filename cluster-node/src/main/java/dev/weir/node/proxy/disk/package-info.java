/// How the disk tier stands beside requests: who waits for it, for how long, and what is told of
/// it.
@NullMarked
package dev.weir.node.proxy.disk;

import org.jspecify.annotations.NullMarked;
