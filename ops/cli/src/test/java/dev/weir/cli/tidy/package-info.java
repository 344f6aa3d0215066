/// Keeps the whole repository tidy: sizes, habits and words that no compiler checks.
@NullMarked
package dev.weir.cli.tidy;

import org.jspecify.annotations.NullMarked;
