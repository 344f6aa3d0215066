/// The lab's hold on the machine: commands, children, what it made, and whether it may start.
@NullMarked
package dev.weir.lab.host;

import org.jspecify.annotations.NullMarked;
