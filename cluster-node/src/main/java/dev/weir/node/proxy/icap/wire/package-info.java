/// What a service of ICAP sends, decoded: total and bounded.
@NullMarked
package dev.weir.node.proxy.icap.wire;

import org.jspecify.annotations.NullMarked;
