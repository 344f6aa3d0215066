/// The section `proxy.access`: who may what; and the file of `proxy.forward.users`.
@NullMarked
package dev.weir.node.config.access;

import org.jspecify.annotations.NullMarked;
