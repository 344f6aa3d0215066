/// What the router shows of itself on its admin port.
@NullMarked
package dev.weir.router.admin;

import org.jspecify.annotations.NullMarked;
