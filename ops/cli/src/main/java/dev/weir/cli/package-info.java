/// The command line: one launcher for the node, the router, the lab and the operator's verbs.
@NullMarked
package dev.weir.cli;

import org.jspecify.annotations.NullMarked;
