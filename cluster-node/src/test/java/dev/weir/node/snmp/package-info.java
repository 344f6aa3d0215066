/// The agent of SNMP, asked by Debian's tools.
@NullMarked
package dev.weir.node.snmp;

import org.jspecify.annotations.NullMarked;
