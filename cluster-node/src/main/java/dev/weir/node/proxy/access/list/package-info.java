/// Lists of hosts, addresses and expressions in files of up to millions of lines, as they are asked
/// by each request: compact, never changed, and replaced as a whole.
///
/// No package of this one knows who asks.
@NullMarked
package dev.weir.node.proxy.access.list;

import org.jspecify.annotations.NullMarked;
