/// How a program of ours begins and ends: what the host refuses, what must be undone, and signals.
@NullMarked
package dev.weir.node.life;

import org.jspecify.annotations.NullMarked;
