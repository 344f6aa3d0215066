package dev.weir.node.snmp.agent;

import org.snmp4j.CommandResponder;
import org.snmp4j.CommandResponderEvent;
import org.snmp4j.PDU;
import org.snmp4j.ScopedPDU;
import org.snmp4j.mp.MPv3;
import org.snmp4j.smi.Address;

/// Lets questions of a bounded size through to SNMP4J's processor, which would answer also what is
/// no question.
final class Gate implements CommandResponder {
  /// More do not go into an answer.
  static final int REPETITIONS_MAX = 64;

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
    if (asked.getType() == PDU.GETBULK) {
      int columns = Math.max(1, asked.size() - Math.max(0, asked.getNonRepeaters()));
      int most = Math.max(1, REPETITIONS_MAX / columns);
      asked.setMaxRepetitions(Math.clamp(asked.getMaxRepetitions(), 0, most));
    }
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
