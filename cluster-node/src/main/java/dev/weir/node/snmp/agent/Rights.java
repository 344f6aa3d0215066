package dev.weir.node.snmp.agent;

import dev.weir.node.config.value.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmp4j.agent.mo.snmp.CoexistenceInfo;
import org.snmp4j.agent.mo.snmp.CoexistenceInfoProvider;
import org.snmp4j.agent.security.VACM;
import org.snmp4j.security.SecurityLevel;
import org.snmp4j.security.SecurityModel;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;

/// Who may what: whoever knows the community, and users whose messages are signed and encrypted,
/// may read everything. Nobody may write.
final class Rights implements VACM, CoexistenceInfoProvider {
  private static final OctetString EVERYTHING = new OctetString("everything");
  private static final OctetString READER = new OctetString("reader");

  private final OctetString engine;
  private final Optional<Secret> community;
  private final Exchange exchange;

  /// @param engine the agent's name
  /// @param exchange learns why somebody may not
  Rights(OctetString engine, Optional<Secret> community, Exchange exchange) {
    this.engine = engine;
    this.community = community;
    this.exchange = exchange;
  }

  @Override
  public int isAccessAllowed(
      OctetString context, OctetString name, int model, int level, int view, OID oid) {
    return isAllowed(model, level, view) ? VACM_OK : VACM_NO_ACCESS_ENTRY;
  }

  @Override
  public int isAccessAllowed(OctetString viewName, OID oid) {
    return VACM_OK;
  }

  /// The view; null where there is none, as SNMP4J wants it.
  @Override
  public @Nullable OctetString getViewName(
      OctetString context, OctetString name, int model, int level, int view) {
    return isAllowed(model, level, view) ? EVERYTHING : null;
  }

  private boolean isAllowed(int model, int level, int view) {
    if (view == VIEW_WRITE) {
      exchange.wouldWrite();
      return false;
    }
    if (model == SecurityModel.SECURITY_MODEL_USM && level != SecurityLevel.AUTH_PRIV) {
      exchange.isTooOpen();
      return false;
    }
    return view == VIEW_READ;
  }

  /// Null for another community, as SNMP4J wants it.
  @Override
  public CoexistenceInfo @Nullable [] getCoexistenceInfo(OctetString shown) {
    boolean known = community.filter(it -> it.equals(Secret.of(text(shown)))).isPresent();
    return known
        ? new CoexistenceInfo[] {new CoexistenceInfo(READER, engine, new OctetString())}
        : null;
  }

  /// One character for each octet, so that different octets are different texts.
  private static String text(OctetString octets) {
    return new String(octets.getValue(), java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  @Override
  public OctetString getCommunity(OctetString name, OctetString engineId, OctetString context) {
    return new OctetString(community.map(Secret::reveal).orElse(""));
  }

  /// Senders are looked at before anything is decoded.
  @Override
  public boolean passesFilter(Address address, CoexistenceInfo info) {
    return true;
  }
}
