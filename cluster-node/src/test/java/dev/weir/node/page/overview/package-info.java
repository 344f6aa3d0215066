/// Tests of the admin page, in a browser too.
@NullMarked
package dev.weir.node.page.overview;

import org.jspecify.annotations.NullMarked;
