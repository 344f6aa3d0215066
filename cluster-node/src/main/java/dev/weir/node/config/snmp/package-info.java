/// The keys of the section `snmp`.
@NullMarked
package dev.weir.node.config.snmp;

import org.jspecify.annotations.NullMarked;
