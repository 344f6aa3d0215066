/// Scenarios about what becomes of packets on their way: how large they may be, and whose they
/// seem.
@NullMarked
package dev.weir.lab.scenario.path;

import org.jspecify.annotations.NullMarked;
