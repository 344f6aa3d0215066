/// What a service of ICAP sends, decoded: total and bounded. `§` means RFC 3507.
@NullMarked
package dev.weir.node.proxy.icap.wire;

import org.jspecify.annotations.NullMarked;
