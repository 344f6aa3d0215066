/// The access log's files: the one that is written, and the old ones.
@NullMarked
package dev.weir.node.access.file;

import org.jspecify.annotations.NullMarked;
