/// What the commands have in common: how they speak, and the options that several of them take.
@NullMarked
package dev.weir.cli.terminal;

import org.jspecify.annotations.NullMarked;
