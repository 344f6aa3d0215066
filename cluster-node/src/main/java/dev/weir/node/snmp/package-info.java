/// What SNMP tells of a node: a table of names and values, made from the state that the admin port
/// and the metrics show, and the notifications that follow from its changes. No I/O, no clock.
///
/// The names are those of `ops/snmp/WEIR-MIB.txt`; ADR-0055 says why they are where they are.
@NullMarked
package dev.weir.node.snmp;

import org.jspecify.annotations.NullMarked;
