/// The admin pages about names.
@NullMarked
package dev.weir.node.page.names;

import org.jspecify.annotations.NullMarked;
