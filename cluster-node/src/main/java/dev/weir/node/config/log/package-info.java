/// The `log` section's keys of the access log.
@NullMarked
package dev.weir.node.config.log;

import org.jspecify.annotations.NullMarked;
