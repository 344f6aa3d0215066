/// The software WCCP router: diverts by policy routing, redirects by the table it was given.
@NullMarked
package dev.weir.router;

import org.jspecify.annotations.NullMarked;
