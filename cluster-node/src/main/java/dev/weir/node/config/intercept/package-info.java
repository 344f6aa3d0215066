/// How diverted connections come in.
@NullMarked
package dev.weir.node.config.intercept;

import org.jspecify.annotations.NullMarked;
