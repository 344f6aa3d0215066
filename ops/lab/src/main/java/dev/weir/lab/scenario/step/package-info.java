/// Steps that several scenarios take, each with its checks.
@NullMarked
package dev.weir.lab.scenario.step;

import org.jspecify.annotations.NullMarked;
