/// Service groups that belong together: one brings what clients send, the other what is answered.
@NullMarked
package dev.weir.node.config.pair;

import org.jspecify.annotations.NullMarked;
