/// What a disk knows of the lives of the process: which of them stored something, and how much time
/// has passed from one to the next. Pure but for the one file.
@NullMarked
package dev.weir.cache.disk.life;

import org.jspecify.annotations.NullMarked;
