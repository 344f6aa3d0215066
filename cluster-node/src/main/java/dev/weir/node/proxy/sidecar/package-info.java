/// Diverted connections carried to a program beside the node that answers them (ADR-0023).
///
/// Nothing of them is read or changed. "PROXY protocol" is HAProxy's document of that name, version
/// 2.
@NullMarked
package dev.weir.node.proxy.sidecar;

import org.jspecify.annotations.NullMarked;
