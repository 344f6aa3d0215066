/// Tests of what `weir capture` writes.
@NullMarked
package dev.weir.cli.capture;

import org.jspecify.annotations.NullMarked;
