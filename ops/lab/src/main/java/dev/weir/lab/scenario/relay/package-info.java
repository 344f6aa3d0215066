/// Scenarios about what one node asks another for.
@NullMarked
package dev.weir.lab.scenario.relay;

import org.jspecify.annotations.NullMarked;
