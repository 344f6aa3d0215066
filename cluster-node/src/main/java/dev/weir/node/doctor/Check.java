package dev.weir.node.doctor;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// What is looked at, in the order in which a packet depends on it. The code is a contract.
public enum Check {
  /// The file is refused.
  CONFIG("WD-010", HostChecks::config),
  /// The process may not do what a node does.
  PRIVILEGES("WD-011", HostChecks::privileges),
  /// There is no TUN driver.
  TUN_DEVICE("WD-012", HostChecks::tunDevice),
  /// The device for GRE is missing or down.
  INTERFACE("WD-013", HostChecks::device),
  /// The node's address is not this host's.
  ADDRESS("WD-014", HostChecks::address),
  /// Another program has the port at which network management is to ask.
  SNMP_PORT("WD-015", HostChecks::snmpPort),
  /// No node answers on the admin port.
  NOT_RUNNING("WD-020", HostChecks::running),
  /// A device made by the node is missing or down.
  TUN_DOWN("WD-021", HostChecks::tunLinks),
  /// The filter by reverse path drops what comes out of the TUN.
  RP_FILTER("WD-031", HostChecks::reversePathFilter),
  /// The TUN has no address.
  TUN_ADDRESS("WD-032", HostChecks::tunAddress),
  /// Packets of unknown connections cannot go on to the stray TUN.
  FORWARDING("WD-033", HostChecks::forwarding),
  /// The program that is to answer diverted connections does not take them.
  SIDECAR("WD-034", HostChecks::sidecar),
  /// GRE is answered by an ICMP protocol unreachable.
  GUARD("WD-040", RuleChecks::guard),
  /// Nothing leads new connections to the listener.
  DIVERT("WD-041", RuleChecks::divert),
  /// Diverted packets are tracked.
  TRACKED("WD-042", RuleChecks::tracked),
  /// The table of conntrack is full.
  CONNTRACK("WD-043", RuleChecks::conntrack),
  /// The rule that delivers diverted packets here is missing.
  LOCAL_RULE("WD-044", RuleChecks::localRule),
  /// The route that delivers diverted packets here is missing.
  LOCAL_ROUTE("WD-045", RuleChecks::localRoute),
  /// The rule for packets of unknown connections is missing.
  STRAY_RULE("WD-046", RuleChecks::strayRule),
  /// The route for packets of unknown connections is missing.
  STRAY_ROUTE("WD-047", RuleChecks::strayRoute),
  /// The firewall of the host drops WCCP.
  FIREWALL_WCCP("WD-051", FirewallChecks::wccp),
  /// The firewall of the host drops what comes out of the TUN.
  FIREWALL_CLIENT("WD-052", FirewallChecks::client),
  /// The firewall of the host drops answers to clients.
  FIREWALL_REPLY("WD-053", FirewallChecks::reply),
  /// The firewall of the host drops packets of unknown connections.
  FIREWALL_STRAY("WD-054", FirewallChecks::stray),
  /// The firewall of the host drops connections to origins.
  FIREWALL_ORIGIN("WD-055", FirewallChecks::origin),
  /// The firewall of the host drops questions to name servers.
  FIREWALL_DNS("WD-056", FirewallChecks::dns),
  /// There is no way to a router.
  ROUTE_ROUTER("WD-060", OutsideChecks::wayToRouter),
  /// There is no way back to a client.
  ROUTE_CLIENT("WD-061", OutsideChecks::wayToClient),
  /// Routers and node have different passwords.
  PASSWORD("WD-071", WccpChecks::password),
  /// WCCP comes from an address and a router id that nobody told the node.
  ROUTER_ID("WD-072", WccpChecks::routerId),
  /// A router does not answer on UDP port 2048.
  ROUTER_SILENT("WD-073", WccpChecks::silent),
  /// A router and the node have no method in common.
  METHOD("WD-074", WccpChecks::method),
  /// A router does not list what another lists, or a member.
  VIEWS("WD-075", WccpChecks::views),
  /// No bucket is this node's.
  UNASSIGNED("WD-076", WccpChecks::unassigned),
  /// Clients' packets are routed by this host instead of answered.
  MERELY_ROUTES("WD-081", PacketChecks::merelyRoutes),
  /// GRE comes from an address that is no router's.
  GRE_STRANGER("WD-082", PacketChecks::greStranger),
  /// No GRE arrives.
  GRE_SILENT("WD-083", PacketChecks::greSilent),
  /// GRE arrives and is refused.
  GRE_REFUSED("WD-084", PacketChecks::greRefused),
  /// A rule spares the connections.
  BYPASSED("WD-085", PacketChecks::bypassed),
  /// What was taken out of GRE does not become a connection.
  SYN_LOST("WD-086", PacketChecks::synLost),
  /// Connections are not answered.
  REPLY_LOST("WD-087", PacketChecks::replyLost),
  /// Answers leave, and the client's next packet does not come.
  ONE_WAY("WD-088", PacketChecks::oneWay),
  /// The device carries less than a whole packet.
  MTU("WD-089", PacketChecks::mtu),
  /// A name server does not answer.
  DNS("WD-091", OutsideChecks::dns),
  /// An origin cannot be reached.
  ORIGIN("WD-092", OutsideChecks::origin),
  /// The clock is wrong.
  CLOCK("WD-093", OutsideChecks::clock),
  /// Another node's peer port takes no connection.
  PEER_CLOSED("WD-094", OutsideChecks::peerClosed),
  /// Another node and this one do not take each other's certificates.
  PEER_REFUSED("WD-095", OutsideChecks::peerRefused),
  /// A disk of the cache does not work.
  DISK("WD-096", HostChecks::disk),
  /// A certificate that clients are shown ends soon.
  CERTIFICATE("WD-097", HostChecks::certificate),
  /// A parent gives no answer.
  PARENT_SILENT("WD-098", OutsideChecks::parentSilent),
  /// A parent does not take the node's credentials.
  PARENT_LOGIN("WD-099", OutsideChecks::parentLogin),
  /// What comes finds no room in the cache's memory.
  CACHE_MEMORY("WD-100", HostChecks::cacheMemory);

  private final String number;

  @SuppressWarnings("ImmutableEnumChecker") // a reference to a static method
  private final Function<Facts, Optional<Cause>> look;

  Check(String number, Function<Facts, Optional<Cause>> look) {
    this.number = number;
    this.look = look;
  }

  /// Its stable name, such as `WD-031-rp-filter`; also the heading of its page.
  public String code() {
    return number + "-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Where people read about it.
  public String page() {
    return "docs/runbooks/doctor.md#" + code().toLowerCase(Locale.ROOT);
  }

  Optional<Finding> examine(Facts facts) {
    return look.apply(facts).map(cause -> new Finding(this, cause));
  }
}
