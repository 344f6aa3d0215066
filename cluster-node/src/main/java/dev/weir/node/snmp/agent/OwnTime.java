package dev.weir.node.snmp.agent;

import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.security.UsmTimeTable;
import org.snmp4j.smi.OctetString;

/// The time of this engine alone (RFC 3414 §2.2).
///
/// SNMP4J's own remembers every engine that any datagram names, without end.
final class OwnTime extends UsmTimeTable {
  private static final long serialVersionUID = 1;

  OwnTime(OctetString engine, int starts) {
    super(engine, starts);
  }

  @Override
  public synchronized int checkEngineID(
      OctetString engine, boolean discoveryAllowed, int starts, int time) {
    return engine.equals(getLocalTime().getEngineID())
        ? SnmpConstants.SNMPv3_USM_OK
        : SnmpConstants.SNMPv3_USM_UNKNOWN_ENGINEID;
  }
}
