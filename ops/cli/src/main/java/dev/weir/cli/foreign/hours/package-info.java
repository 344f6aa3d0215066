/// Hours of the week as Squid writes them, in our words.
@NullMarked
package dev.weir.cli.foreign.hours;

import org.jspecify.annotations.NullMarked;
