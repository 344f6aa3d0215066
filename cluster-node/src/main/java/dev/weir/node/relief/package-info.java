/// What a node does when it has too much to do: it gives new connections back to their routers,
/// bucket by bucket, and takes them in again little by little.
///
/// What is decided is decided without thread, clock or device.
@NullMarked
package dev.weir.node.relief;

import org.jspecify.annotations.NullMarked;
