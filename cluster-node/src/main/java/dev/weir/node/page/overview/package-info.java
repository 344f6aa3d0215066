/// What the admin page shows first, as trees of maps, lists, text, numbers and nulls; and the page
/// itself.
@NullMarked
package dev.weir.node.page.overview;

import org.jspecify.annotations.NullMarked;
