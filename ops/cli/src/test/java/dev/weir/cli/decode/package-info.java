/// Tests of `weir decode`.
@NullMarked
package dev.weir.cli.decode;

import org.jspecify.annotations.NullMarked;
