/// Records and lines as octets: where their parts lie, and the memory that they lie in.
@NullMarked
package dev.weir.node.access.octets;

import org.jspecify.annotations.NullMarked;
