/// Connections that are led through both ways, octet by octet, because both ends want it so: their
/// bounds, their numbers, and their line in the log. What leads to one is decided elsewhere.
@NullMarked
package dev.weir.node.proxy.tunnel;

import org.jspecify.annotations.NullMarked;
