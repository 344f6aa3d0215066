/// What happens to buckets and connections when nodes come, go and die.
@NullMarked
package dev.weir.lab.scenario.evict;

import org.jspecify.annotations.NullMarked;
