/// Tests of the command line, of the lab's scenarios, and of the repository's tidiness.
@NullMarked
package dev.weir.cli;

import org.jspecify.annotations.NullMarked;
