/// `weir generate`: the lines by which a router diverts to the caches of a node's file.
///
/// Pure but for the command: a plan of what is to be diverted becomes the text of one family.
@NullMarked
package dev.weir.cli.generate;

import org.jspecify.annotations.NullMarked;
