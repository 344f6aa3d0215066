/// The lists `proxy.parents` and `proxy.chain`: other proxies, and what is asked of them.
@NullMarked
package dev.weir.node.config.chain;

import org.jspecify.annotations.NullMarked;
