/// The values a configuration file can hold: how each is read, shown and documented.
@NullMarked
package dev.weir.node.config.value;

import org.jspecify.annotations.NullMarked;
