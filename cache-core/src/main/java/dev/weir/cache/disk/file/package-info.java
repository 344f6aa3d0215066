/// The few calls with which the disk tier touches a file system, and what stands behind them. All
/// that is asked of the host is asked here, so that a failing one can be put in its place.
@NullMarked
package dev.weir.cache.disk.file;

import org.jspecify.annotations.NullMarked;
