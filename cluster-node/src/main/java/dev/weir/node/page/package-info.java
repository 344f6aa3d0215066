/// The pages of a node's admin port, as trees of maps, lists, text, numbers and nulls.
///
/// Pure: from the state at one moment to what is shown. Keys are in the order they are shown.
@NullMarked
package dev.weir.node.page;

import org.jspecify.annotations.NullMarked;
