/// The admin pages about other proxies.
@NullMarked
package dev.weir.node.page.chain;

import org.jspecify.annotations.NullMarked;
