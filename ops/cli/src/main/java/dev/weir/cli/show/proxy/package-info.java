/// What `weir show` says of the ways in and out of a node's proxy.
@NullMarked
package dev.weir.cli.show.proxy;

import org.jspecify.annotations.NullMarked;
