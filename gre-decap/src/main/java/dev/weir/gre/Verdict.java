package dev.weir.gre;

/// What becomes of one captured packet: delivered, or dropped for one reason.
///
/// The reasons are a closed set in the order in which they are looked for; each is a metric label.
/// A packet has exactly one verdict, the first that applies, so the sum over all verdicts is the
/// number of packets seen.
public enum Verdict {
  /// Every check passed: the inner packet goes to our own TCP stack.
  DELIVER("deliver"),
  /// The frame is too short for its link header, or carries something else than IPv4.
  LINK_TYPE("link_type"),
  /// Fewer octets were captured than the outer header or its total length says.
  OUTER_TRUNCATED("outer_truncated"),
  /// Not an IPv4 packet with protocol 47, or its lengths contradict each other.
  OUTER_HEADER("outer_header"),
  /// The outer source is no router we are in conversation with.
  ROUTER_NOT_IN_VIEW("router_not_in_view"),
  /// The outer destination is not the address we announce.
  OUTER_DST("outer_dst"),
  /// A fragment of a GRE packet: nothing inside can be checked. Lower the MSS to avoid them.
  OUTER_FRAGMENT("outer_fragment"),
  /// Checksum, key, sequence or routing bits are set, or the version is not 0 (§6.1).
  GRE_FLAGS("gre_flags"),
  /// The GRE protocol is not 0x883E (§6.1).
  GRE_PROTOCOL("gre_protocol"),
  /// The GRE header, the redirect header or the packet behind it is missing.
  GRE_TRUNCATED("gre_truncated"),
  /// We have not joined the redirect header's service with this router.
  SERVICE_UNKNOWN("service_unknown"),
  /// The inner packet is not IPv4.
  INNER_VERSION("inner_version"),
  /// The inner header length is below 20 octets or beyond the packet.
  INNER_IHL("inner_ihl"),
  /// The inner packet carries IP options.
  INNER_OPTIONS("inner_options"),
  /// The inner header's checksum is wrong.
  INNER_IP_CHECKSUM("inner_ip_checksum"),
  /// The inner total length is below its header or beyond what was received.
  INNER_TOTAL_LENGTH("inner_total_length"),
  /// A fragment, or a fragment word that contradicts itself (reserved bit, DF with MF).
  INNER_FRAGMENT("inner_fragment"),
  /// Fragment offset 1 with TCP, which would overwrite the flags (RFC 3128, Protection Against a
  /// Variant of the Tiny Fragment Attack).
  INNER_FRAGMENT_TINY("inner_fragment_tiny"),
  /// The inner protocol is not TCP.
  INNER_PROTOCOL("inner_protocol"),
  /// The TCP header is below 20 octets or beyond the packet.
  INNER_TCP_DOFF("inner_tcp_doff"),
  /// A set of TCP flags no stack sends: none, SYN with FIN or RST, FIN-PSH-URG without ACK.
  INNER_TCP_FLAGS("inner_tcp_flags"),
  /// Port 0, or a port that the service does not redirect.
  INNER_PORT("inner_port"),
  /// The inner destination is one of us: own, a peer cache's or a router's address.
  INNER_DST_LOCAL("inner_dst_local"),
  /// The inner destination is no unicast address of the Internet: 0/8, 127/8, 169.254/16, 224/3.
  INNER_DST_FORBIDDEN("inner_dst_forbidden"),
  /// The inner source cannot be a client: own, peer, router, 0/8, 127/8, 224/3.
  INNER_SRC_FORBIDDEN("inner_src_forbidden"),
  /// The inner source and destination are the same address.
  INNER_LAND("inner_land"),
  /// The checks passed but the TUN had no room.
  TUN_FULL("tun_full"),
  /// The checks passed but the TUN took no packet: it is down, or refused this one.
  TUN_REFUSED("tun_refused");

  private final String label;

  Verdict(String label) {
    this.label = label;
  }

  /// The value of the metric label `reason`; never changes.
  public String label() {
    return label;
  }
}
