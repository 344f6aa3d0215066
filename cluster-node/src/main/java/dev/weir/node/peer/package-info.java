/// The link between the nodes of a cluster: mutual TLS 1.3 on each node's own address.
///
/// Nobody without a certificate of the cluster's authority says a word here. What is asked is a
/// closed vocabulary; whatever else comes is refused and counted.
@NullMarked
package dev.weir.node.peer;

import org.jspecify.annotations.NullMarked;
