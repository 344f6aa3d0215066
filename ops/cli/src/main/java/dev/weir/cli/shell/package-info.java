/// `weir shell`: a session in the manner of a router's, with `?`, shortened words and pipes.
///
/// What words mean is decided by pure functions of the command tree; JLine is touched by the
/// terminal alone.
@NullMarked
package dev.weir.cli.shell;

import org.jspecify.annotations.NullMarked;
