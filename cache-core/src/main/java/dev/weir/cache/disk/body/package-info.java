/// Bodies that are too long for memory, each in a file of its own on a disk: written as they come,
/// read in pieces by threads of the disk, and sent from there (ADR-0049).
@NullMarked
package dev.weir.cache.disk.body;

import org.jspecify.annotations.NullMarked;
