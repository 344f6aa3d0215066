/// `weir drain`: its words, and what it prints.
@NullMarked
package dev.weir.cli.drain;

import org.jspecify.annotations.NullMarked;
