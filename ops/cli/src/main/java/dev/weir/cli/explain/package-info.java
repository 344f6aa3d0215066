/// `weir explain`: what a node would answer, and why.
@NullMarked
package dev.weir.cli.explain;

import org.jspecify.annotations.NullMarked;
