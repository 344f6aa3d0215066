/// Whether the host a request names is the one its connection went to.
///
/// A client may open a connection to its own server and name somebody else's host. Without this
/// check its server's answer would be stored for all under that name (CERT VU#435052).
@NullMarked
package dev.weir.node.proxy.host;

import org.jspecify.annotations.NullMarked;
