/// What a verdict costs, measured by JMH.
@NullMarked
package dev.weir.bench.verdict;

import org.jspecify.annotations.NullMarked;
