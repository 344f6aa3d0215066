/// Tests of the lines for routers.
@NullMarked
package dev.weir.cli.generate;

import org.jspecify.annotations.NullMarked;
