/// `weir config`: the configuration of a node, before it starts and while it runs.
@NullMarked
package dev.weir.cli.config;

import org.jspecify.annotations.NullMarked;
