/// `weir log`: the access log of a node.
@NullMarked
package dev.weir.cli.log;

import org.jspecify.annotations.NullMarked;
