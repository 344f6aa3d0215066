/// Scenarios in which a node cannot serve although it runs.
@NullMarked
package dev.weir.lab.scenario.health;

import org.jspecify.annotations.NullMarked;
