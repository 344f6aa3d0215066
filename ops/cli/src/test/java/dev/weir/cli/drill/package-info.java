/// Tests of the drills.
@NullMarked
package dev.weir.cli.drill;

import org.jspecify.annotations.NullMarked;
