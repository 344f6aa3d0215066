/// How the facts are gathered: `/proc`, `ip`, `nft`, the node's admin pages, a question to each
/// name server and a visit to an origin. Nothing here decides.
@NullMarked
package dev.weir.node.doctor.probe;

import org.jspecify.annotations.NullMarked;
