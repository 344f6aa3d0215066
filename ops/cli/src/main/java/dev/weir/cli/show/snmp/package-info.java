/// How network management asks a node, for a terminal. Pure.
@NullMarked
package dev.weir.cli.show.snmp;

import org.jspecify.annotations.NullMarked;
