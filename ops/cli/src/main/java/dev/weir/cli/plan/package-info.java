/// `weir plan`: how evenly traffic that was seen would be shared, before a router is told.
///
/// Pure but for the command: traffic, a way to divide it, and what each node would get.
@NullMarked
package dev.weir.cli.plan;

import org.jspecify.annotations.NullMarked;
