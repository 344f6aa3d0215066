/// Tests of what is told at a glance.
@NullMarked
package dev.weir.cli.status;

import org.jspecify.annotations.NullMarked;
