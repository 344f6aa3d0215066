package dev.weir.gre;

/// What becomes of one captured packet: delivered, given back to its router, or dropped, for one
/// reason.
///
/// The reasons are a closed set in the order in which they are looked for; each is a metric label.
/// A packet has exactly one verdict, the first that applies, so the sum over all verdicts is the
/// number of packets seen. All reasons to drop that are in the packet itself come before those to
/// give back: nothing forged goes back to a router as if we vouched for it.
public enum Verdict {
  /// Every check passed: the inner packet goes to our own TCP stack.
  DELIVER(Fate.DELIVER, "deliver"),
  /// Every check passed of a packet that another node of the cluster has forwarded, because its
  /// connection may be here: to our own TCP stack, too.
  FORWARDED(Fate.DELIVER, "forwarded"),
  /// The frame is too short for its link header, or carries something else than IPv4.
  LINK_TYPE(Fate.DROP, "link_type"),
  /// Fewer octets were captured than the outer header or its total length says.
  OUTER_TRUNCATED(Fate.DROP, "outer_truncated"),
  /// Not an IPv4 packet with protocol 47, or its lengths contradict each other.
  OUTER_HEADER(Fate.DROP, "outer_header"),
  /// The outer source is no router we are in conversation with, nor a node of our cluster.
  ROUTER_NOT_IN_VIEW(Fate.DROP, "router_not_in_view"),
  /// The outer destination is not the address we announce.
  OUTER_DST(Fate.DROP, "outer_dst"),
  /// A fragment of a GRE packet: nothing inside can be checked. Lower the MSS to avoid them.
  OUTER_FRAGMENT(Fate.DROP, "outer_fragment"),
  /// Checksum, key, sequence or routing bits are set, or the version is not 0 (§6.1).
  GRE_FLAGS(Fate.DROP, "gre_flags"),
  /// The GRE protocol is not 0x883E (§6.1).
  GRE_PROTOCOL(Fate.DROP, "gre_protocol"),
  /// The GRE header, the redirect header or the packet behind it is missing.
  GRE_TRUNCATED(Fate.DROP, "gre_truncated"),
  /// We have not joined the redirect header's service with this router.
  SERVICE_UNKNOWN(Fate.DROP, "service_unknown"),
  /// The inner packet is not IPv4.
  INNER_VERSION(Fate.DROP, "inner_version"),
  /// The inner header length is below 20 octets or beyond the packet.
  INNER_IHL(Fate.DROP, "inner_ihl"),
  /// The inner header's checksum is wrong.
  INNER_IP_CHECKSUM(Fate.DROP, "inner_ip_checksum"),
  /// The inner total length is below its header or beyond what was received.
  INNER_TOTAL_LENGTH(Fate.DROP, "inner_total_length"),
  /// The inner packet is routed by its source (LSRR, SSRR), or its IP options cannot be read to
  /// their end, so that this may hide there.
  INNER_SOURCE_ROUTE(Fate.DROP, "inner_source_route"),
  /// A fragment word that contradicts itself: the reserved bit, or DF with MF.
  INNER_FRAGMENT_WORD(Fate.DROP, "inner_fragment_word"),
  /// Fragment offset 1 with TCP, which would overwrite the flags (RFC 3128, Protection Against a
  /// Variant of the Tiny Fragment Attack).
  INNER_FRAGMENT_TINY(Fate.DROP, "inner_fragment_tiny"),
  /// The inner protocol is not TCP.
  INNER_PROTOCOL(Fate.DROP, "inner_protocol"),
  /// The TCP header is below 20 octets or beyond the packet.
  INNER_TCP_DOFF(Fate.DROP, "inner_tcp_doff"),
  /// A set of TCP flags no stack sends: none, SYN with FIN or RST, FIN-PSH-URG without ACK.
  INNER_TCP_FLAGS(Fate.DROP, "inner_tcp_flags"),
  /// Port 0, or a port that the service does not redirect.
  INNER_PORT(Fate.DROP, "inner_port"),
  /// The inner destination is one of us: own, a peer cache's or a router's address.
  INNER_DST_LOCAL(Fate.DROP, "inner_dst_local"),
  /// The inner destination is no unicast address of the Internet: 0/8, 127/8, 169.254/16, 224/3.
  INNER_DST_FORBIDDEN(Fate.DROP, "inner_dst_forbidden"),
  /// The inner source cannot be a client: own, peer, router, 0/8, 127/8, 224/3.
  INNER_SRC_FORBIDDEN(Fate.DROP, "inner_src_forbidden"),
  /// The inner source and destination are the same address.
  INNER_LAND(Fate.DROP, "inner_land"),
  /// IP options, which our TCP stack should not have to answer for.
  INNER_OPTIONS(Fate.RETURN, "inner_options"),
  /// A first or later fragment: only its receiver puts it together.
  INNER_FRAGMENT(Fate.RETURN, "inner_fragment"),
  /// An origin's answer to a node's own address, which a router diverts like those to clients.
  OWN_REPLY(Fate.RETURN, "own_reply"),
  /// A new connection that a bypass rule spares.
  BYPASSED(Fate.RETURN, "bypassed"),
  /// A new connection in a bucket that this node gives back because it has too much to do.
  OVERLOAD(Fate.RETURN, "overload"),
  /// The SYN of a connection that we are opening ourselves: a router diverts it back to us, which
  /// would go on for ever. Exclude the interface towards this node from redirection.
  OWN_CONNECTION(Fate.DROP, "own_connection"),
  /// A new connection while this node cannot serve any: its self-test fails, or it is stuck.
  UNHEALTHY(Fate.RETURN, "unhealthy"),
  /// A new connection beyond what clients of its network, 256 addresses, may begin in a second.
  RATE_CLIENT_NET(Fate.RETURN, "rate_client_net"),
  /// A new connection beyond what its router may bring in a second.
  RATE_ROUTER(Fate.RETURN, "rate_router"),
  /// A node has forwarded what belongs to no connection that could be here: the beginning of one, a
  /// fragment, or what our TCP stack must not see.
  FORWARDED_ODD(Fate.DROP, "forwarded_odd"),
  /// A packet beyond what this node takes in within a second.
  RATE_PACKETS(Fate.DROP, "rate_packets"),
  /// The checks passed but the TUN had no room.
  TUN_FULL(Fate.DROP, "tun_full"),
  /// The checks passed but the TUN took no packet: it is down, or refused this one.
  TUN_REFUSED(Fate.DROP, "tun_refused");

  /// What is done with a packet.
  public enum Fate {
    /// It goes to our own TCP stack.
    DELIVER,
    /// It goes back to the router that sent it, unchanged (§6.4).
    RETURN,
    /// It ends here.
    DROP
  }

  private final Fate fate;
  private final String label;

  Verdict(Fate fate, String label) {
    this.fate = fate;
    this.label = label;
  }

  /// What is done with a packet of this verdict.
  public Fate fate() {
    return fate;
  }

  /// The value of the metric label `reason`; never changes.
  public String label() {
    return label;
  }
}
