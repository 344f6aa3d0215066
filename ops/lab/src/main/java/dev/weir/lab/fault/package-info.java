/// Faults of a network that runs: what breaks it, what mends it, and what `weir doctor` must say.
@NullMarked
package dev.weir.lab.fault;

import org.jspecify.annotations.NullMarked;
