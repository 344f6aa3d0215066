/// Where on a disk each object is: a table in memory of 32 octets a place, whose places are filled
/// to two thirds at least once it has grown. Safe for use by any thread; it knows no file.
@NullMarked
package dev.weir.cache.disk.index;

import org.jspecify.annotations.NullMarked;
