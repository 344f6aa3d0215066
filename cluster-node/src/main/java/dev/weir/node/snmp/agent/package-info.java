/// The agent: the one place that knows SNMP4J. It receives, has SNMP4J decode, check and answer
/// from the table of `dev.weir.node.snmp`, and sends notifications.
///
/// One thread does it all. The classes are loaded only where the section `snmp` is written.
@NullMarked
package dev.weir.node.snmp.agent;

import org.jspecify.annotations.NullMarked;
