/// The small language in which operators ask for requests. Pure.
@NullMarked
package dev.weir.node.access.query;

import org.jspecify.annotations.NullMarked;
