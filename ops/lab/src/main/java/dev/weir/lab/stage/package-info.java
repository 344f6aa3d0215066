/// What the scripts of scenarios have at hand.
@NullMarked
package dev.weir.lab.stage;

import org.jspecify.annotations.NullMarked;
