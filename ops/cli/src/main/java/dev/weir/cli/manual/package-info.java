/// What is written about the commands, from the commands themselves: pages for `man`, a page of the
/// documentation, completion for shells.
@NullMarked
package dev.weir.cli.manual;

import org.jspecify.annotations.NullMarked;
