package dev.weir.node.snmp.agent;

import org.snmp4j.CommandResponder;
import org.snmp4j.CommandResponderEvent;
import org.snmp4j.PDU;
import org.snmp4j.ScopedPDU;
import org.snmp4j.mp.MPv3;
import org.snmp4j.smi.Address;

/// Lets questions through to SNMP4J's processor, which would answer also what is no question. In
/// SNMPv3 it would make an answer as long as the asker wants.
final class Gate implements CommandResponder {
  private final CommandResponder processor;
  private final Exchange exchange;

  Gate(CommandResponder processor, Exchange exchange) {
    this.processor = processor;
    this.exchange = exchange;
  }

  @Override
  public <A extends Address> void processPdu(CommandResponderEvent<A> event) {
    PDU asked = event.getPDU();
    if (asked == null || !isQuestion(asked) || hasContext(asked)) {
      event.setProcessed(true);
      exchange.isNoQuestion();
      return;
    }
    event.setMaxSizeResponsePDU(
        Math.clamp(event.getMaxSizeResponsePDU(), 0, SnmpPort.OCTETS_MAX - MPv3.MAX_HEADER_LENGTH));
    processor.processPdu(event);
  }

  private static boolean isQuestion(PDU asked) {
    return switch (asked.getType()) {
      case PDU.GET, PDU.GETNEXT, PDU.GETBULK, PDU.SET -> true;
      default -> false;
    };
  }

  /// There is one context, the one without a name.
  private static boolean hasContext(PDU asked) {
    return asked instanceof ScopedPDU scoped && scoped.getContextName().length() > 0;
  }
}
