/// Tests of what `weir show` prints.
@NullMarked
package dev.weir.cli.show;

import org.jspecify.annotations.NullMarked;
