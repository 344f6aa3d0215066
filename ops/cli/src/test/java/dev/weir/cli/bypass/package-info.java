/// `weir bypass`: its words, and what it prints.
@NullMarked
package dev.weir.cli.bypass;

import org.jspecify.annotations.NullMarked;
