/// Who a node is to the others: its certificate, and the authority of the cluster that signs it.
///
/// Certificates are those of RFC 5280 (X.509 Public Key Infrastructure Certificate Profile).
@NullMarked
package dev.weir.node.peer.identity;

import org.jspecify.annotations.NullMarked;
