/// What is installed elsewhere.
@NullMarked
package dev.weir.cli.packaging;

import org.jspecify.annotations.NullMarked;
