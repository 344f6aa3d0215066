@NullMarked
package dev.weir.cli.show.proxy;

import org.jspecify.annotations.NullMarked;
