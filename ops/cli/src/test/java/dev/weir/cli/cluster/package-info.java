/// Tests of `weir cluster`.
@NullMarked
package dev.weir.cli.cluster;

import org.jspecify.annotations.NullMarked;
