/// `weir dns`: what a node keeps of names.
@NullMarked
package dev.weir.cli.names;

import org.jspecify.annotations.NullMarked;
