package dev.weir.node.snmp.agent;

import dev.weir.node.config.snmp.SnmpConfig;
import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.snmp.MibTable;
import dev.weir.node.snmp.Notice;
import dev.weir.node.snmp.WeirMib;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.function.Supplier;
import org.snmp4j.CommunityTarget;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.MessageException;
import org.snmp4j.PDU;
import org.snmp4j.ScopedPDU;
import org.snmp4j.Target;
import org.snmp4j.UserTarget;
import org.snmp4j.agent.CommandProcessor;
import org.snmp4j.agent.DefaultMOServer;
import org.snmp4j.agent.DuplicateRegistrationException;
import org.snmp4j.mp.CounterSupport;
import org.snmp4j.mp.MPv2c;
import org.snmp4j.mp.MPv3;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.security.AuthHMAC192SHA256;
import org.snmp4j.security.PrivAES128;
import org.snmp4j.security.SecurityLevel;
import org.snmp4j.security.SecurityModel;
import org.snmp4j.security.SecurityModels;
import org.snmp4j.security.SecurityProtocols;
import org.snmp4j.security.USM;
import org.snmp4j.security.UsmUser;
import org.snmp4j.security.UsmUserTable;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/// SNMP4J's parts put together: versions, users, rights, and the table as the one object.
///
/// Its name is the enterprise number and the node's address (RFC 3411 §5, format 1). The number of
/// its starts is counted in minutes since 1970: it grows from start to start without being kept,
/// and of two starts in one minute the times lie within the window of 150 s.
final class Engine {
  private static final int ADDRESS_FOLLOWS = 1;
  private static final int INTERNAL_MILLIS_MAX = 10_000;

  private final SnmpConfig config;
  private final OctetString name;
  private final MessageDispatcherImpl dispatcher = new MessageDispatcherImpl();

  private Engine(SnmpConfig config, OctetString name) {
    this.config = config;
    this.name = name;
  }

  /// The name of the engine of the node at an address.
  static OctetString name(Inet4Address node) {
    return new OctetString(
        ByteBuffer.allocate(9)
            .putInt(1 << 31 | WeirMib.ENTERPRISE)
            .put((byte) ADDRESS_FOLLOWS)
            .put(node.getAddress())
            .array());
  }

  /// An engine that answers from a table.
  ///
  /// @param node its address
  /// @param started wall-clock time
  static Engine of(
      SnmpConfig config,
      Inet4Address node,
      Instant started,
      Exchange exchange,
      Supplier<MibTable> table) {
    var engine = new Engine(config, name(node));
    if (config.community().isPresent()) {
      engine.dispatcher.addMessageProcessingModel(new MPv2c());
    }
    if (!config.users().isEmpty()) {
      int starts = (int) (started.getEpochSecond() / 60);
      engine.dispatcher.addMessageProcessingModel(engine.version3(starts, exchange));
    }
    engine.dispatcher.addCounterListener(exchange);
    engine.dispatcher.addCommandResponder(new Gate(engine.processor(exchange, table), exchange));
    return engine;
  }

  private MPv3 version3(int starts, Exchange exchange) {
    var counters = new CounterSupport();
    counters.addCounterListener(exchange);
    var protocols = new SecurityProtocols(SecurityProtocols.SecurityProtocolSet.none);
    protocols.addAuthenticationProtocol(new AuthHMAC192SHA256());
    protocols.addPrivacyProtocol(new PrivAES128());
    var users =
        new USM(protocols, name, starts, counters, new UsmUserTable(), new OwnTime(name, starts));
    for (SnmpConfig.User user : config.users()) {
      users.addUser(
          new UsmUser(
              new OctetString(user.name()),
              AuthHMAC192SHA256.ID,
              new OctetString(user.authentication().reveal()),
              PrivAES128.ID,
              new OctetString(user.privacy().reveal())));
    }
    var models = new SecurityModels();
    models.addSecurityModel(users);
    var version3 = new MPv3(name.getValue(), null, protocols, models, counters);
    // SNMP4J's own begins below 0 for many numbers of starts, which receivers refuse.
    version3.setCurrentMsgID((starts & 0x7fff) << 16 | 1);
    version3.setMaxEngineIdCacheSize(1);
    return version3;
  }

  private CommandProcessor processor(Exchange exchange, Supplier<MibTable> table) {
    var rights = new Rights(name, config.community(), exchange);
    var server = new DefaultMOServer();
    try {
      server.register(new TableObject(table), null);
    } catch (DuplicateRegistrationException e) {
      throw new IllegalStateException(e);
    }
    var processor = new CommandProcessor(name);
    processor.setInternalRequestTimeout(INTERNAL_MILLIS_MAX);
    processor.setVacm(rights);
    processor.setCoexistenceProvider(rights);
    processor.addMOServer(server);
    processor.addCounterListener(exchange);
    return processor;
  }

  /// Takes what comes by a port, and answers and tells by it.
  void use(SnmpPort port) {
    port.addTransportListener(dispatcher);
    dispatcher.addTransportMapping(port);
  }

  /// Sends a notification; false when it could not be sent.
  boolean tell(ListenAddress to, Notice notice, Variable upTime) {
    boolean signed = !config.users().isEmpty();
    PDU told = signed ? scoped() : new PDU();
    told.setType(PDU.NOTIFICATION);
    told.add(new VariableBinding(Variables.oid(WeirMib.UP_TIME), upTime));
    OID what = Variables.oid(notice.what());
    told.add(new VariableBinding(Variables.oid(WeirMib.TRAP_NAME), what));
    notice.about().entrySet().forEach(it -> told.add(Variables.binding(it)));
    try {
      dispatcher.sendPdu(target(to, signed), told, false);
      return true;
    } catch (MessageException _) {
      return false;
    }
  }

  private ScopedPDU scoped() {
    var told = new ScopedPDU();
    told.setContextEngineID(name);
    return told;
  }

  private Target<UdpAddress> target(ListenAddress to, boolean signed) {
    var address = new UdpAddress(to.address(), to.port());
    if (signed) {
      var user = new OctetString(config.users().getFirst().name());
      var target =
          new UserTarget<UdpAddress>(address, user, name.getValue(), SecurityLevel.AUTH_PRIV);
      target.setSecurityModel(SecurityModel.SECURITY_MODEL_USM);
      target.setVersion(SnmpConstants.version3);
      return target;
    }
    String community = config.community().orElseThrow().reveal();
    var target = new CommunityTarget<UdpAddress>(address, new OctetString(community));
    target.setVersion(SnmpConstants.version2c);
    return target;
  }
}
