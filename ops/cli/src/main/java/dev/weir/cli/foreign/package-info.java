/// `weir import`: configurations of other programs, as ours.
///
/// What a line means is decided by pure code; whatever is not taken over is told with its line and
/// the reason.
@NullMarked
package dev.weir.cli.foreign;

import org.jspecify.annotations.NullMarked;
