/// `weir drill`: faults that an operator makes on purpose, with what to expect of each.
///
/// What is said is a function of the drill and of the figures in a node's file. No I/O but in the
/// command.
@NullMarked
package dev.weir.cli.drill;

import org.jspecify.annotations.NullMarked;
