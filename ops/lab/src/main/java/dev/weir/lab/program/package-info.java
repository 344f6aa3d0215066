/// The Weir programs the lab runs, and what they say of themselves on their admin ports.
@NullMarked
package dev.weir.lab.program;

import org.jspecify.annotations.NullMarked;
