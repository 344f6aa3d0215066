/// Tests of what is counted.
@NullMarked
package dev.weir.node.tally;

import org.jspecify.annotations.NullMarked;
