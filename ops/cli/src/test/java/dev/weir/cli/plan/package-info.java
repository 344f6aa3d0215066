/// Tests of comparisons of ways to divide traffic.
@NullMarked
package dev.weir.cli.plan;

import org.jspecify.annotations.NullMarked;
