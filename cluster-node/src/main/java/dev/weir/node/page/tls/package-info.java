/// What the admin port shows of diverted TLS connections.
@NullMarked
package dev.weir.node.page.tls;

import org.jspecify.annotations.NullMarked;
