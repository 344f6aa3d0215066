/// Tests of what the commands have in common.
@NullMarked
package dev.weir.cli.terminal;

import org.jspecify.annotations.NullMarked;
