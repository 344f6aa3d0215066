/// `weir access`: what a running node's rules say of a request.
@NullMarked
package dev.weir.cli.access;

import org.jspecify.annotations.NullMarked;
