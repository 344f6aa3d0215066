/// The PROXY protocol: a line or a block in front of a connection's octets that says whose they
/// are, when a switch or a proxy has passed them on.
///
/// Sections are those of the PROXY protocol's specification, "Versions 1 & 2".
@NullMarked
package dev.weir.node.proxy.introduce;

import org.jspecify.annotations.NullMarked;
