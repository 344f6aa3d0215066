/// The disk tier: what is used a second time is also kept on disks, over restarts.
///
/// A disk is a cache of a cache. Whatever is read from it is compared with its checksum and its
/// URL, and whatever fails is a miss; no request waits for a disk longer than it is allowed to.
/// This package has the threads and the clock of this module, [dev.weir.cache.disk.file] its files.
@NullMarked
package dev.weir.cache.disk;

import org.jspecify.annotations.NullMarked;
