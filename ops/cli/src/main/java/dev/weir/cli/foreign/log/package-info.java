/// How other programs write their logs, in our words. Pure.
@NullMarked
package dev.weir.cli.foreign.log;

import org.jspecify.annotations.NullMarked;
