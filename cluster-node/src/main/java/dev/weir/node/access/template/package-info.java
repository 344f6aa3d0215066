/// Templates of lines: what an operator writes, read once into pieces.
@NullMarked
package dev.weir.node.access.template;

import org.jspecify.annotations.NullMarked;
