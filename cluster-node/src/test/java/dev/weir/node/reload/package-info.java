@NullMarked
package dev.weir.node.reload;

import org.jspecify.annotations.NullMarked;
