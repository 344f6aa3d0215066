/// The scenarios: each a short script of steps and checks on a network that is already there.
@NullMarked
package dev.weir.lab.scenario;

import org.jspecify.annotations.NullMarked;
