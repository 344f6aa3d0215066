/// `weir cluster`: what makes single nodes a cluster.
@NullMarked
package dev.weir.cli.cluster;

import org.jspecify.annotations.NullMarked;
