package dev.weir.node.snmp.agent;

import dev.weir.node.snmp.SnmpResult;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snmp4j.event.CounterEvent;
import org.snmp4j.event.CounterListener;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.OID;

/// What becomes of the datagram that is being looked at: SNMP4J tells it by its counters.
///
/// Confined to the agent's thread.
final class Exchange implements CounterListener {
  private static final Map<OID, SnmpResult> MEANING =
      Map.ofEntries(
          Map.entry(SnmpConstants.snmpInASNParseErrs, SnmpResult.MALFORMED),
          Map.entry(SnmpConstants.snmpInvalidMsgs, SnmpResult.MALFORMED),
          Map.entry(SnmpConstants.snmpInBadVersions, SnmpResult.VERSION),
          Map.entry(SnmpConstants.snmpInBadCommunityNames, SnmpResult.COMMUNITY),
          Map.entry(SnmpConstants.usmStatsUnknownEngineIDs, SnmpResult.DISCOVERY),
          Map.entry(SnmpConstants.usmStatsUnknownUserNames, SnmpResult.USER),
          Map.entry(SnmpConstants.usmStatsWrongDigests, SnmpResult.DIGEST),
          Map.entry(SnmpConstants.usmStatsDecryptionErrors, SnmpResult.DIGEST),
          Map.entry(SnmpConstants.usmStatsUnsupportedSecLevels, SnmpResult.LEVEL),
          Map.entry(SnmpConstants.usmStatsNotInTimeWindows, SnmpResult.WINDOW),
          Map.entry(SnmpConstants.snmpUnknownSecurityModels, SnmpResult.KIND),
          Map.entry(SnmpConstants.snmpUnknownPDUHandlers, SnmpResult.KIND),
          Map.entry(SnmpConstants.snmpSilentDrops, SnmpResult.KIND));

  private @Nullable SnmpResult refusal;
  private boolean sent;

  /// A datagram has come.
  void begin() {
    refusal = null;
    sent = false;
  }

  /// It has been looked at. What was neither refused nor answered could not be read.
  SnmpResult end() {
    return refusal != null ? refusal : sent ? SnmpResult.ANSWERED : SnmpResult.MALFORMED;
  }

  /// Something was sent.
  void sent() {
    sent = true;
  }

  void unsent() {
    refuse(SnmpResult.UNSENT);
  }

  void wouldWrite() {
    refuse(SnmpResult.WRITE);
  }

  void isTooOpen() {
    refuse(SnmpResult.LEVEL);
  }

  void isNoQuestion() {
    refuse(SnmpResult.KIND);
  }

  @Override
  public void incrementCounter(CounterEvent event) {
    SnmpResult meaning = MEANING.get(event.getOid());
    if (meaning != null) {
      refuse(meaning);
    }
  }

  /// The first reason counts.
  private void refuse(SnmpResult why) {
    if (refusal == null) {
      refusal = why;
    }
  }
}
