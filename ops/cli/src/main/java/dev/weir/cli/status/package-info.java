/// `weir status` and `weir top`: how a program is, at a glance and live.
@NullMarked
package dev.weir.cli.status;

import org.jspecify.annotations.NullMarked;
