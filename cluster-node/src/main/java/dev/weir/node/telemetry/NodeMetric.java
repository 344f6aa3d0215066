package dev.weir.node.telemetry;

import java.util.List;

/// Every number a node exports.
public enum NodeMetric implements MetricRow {
  START_SECONDS(
      Kind.GAUGE,
      "weir_start_seconds",
      "Seconds until it could announce itself. Longer than before: look at the host's load."),
  BUILD_INFO(
      Kind.INFO,
      "weir_build_info",
      "Always 1, with the version of the program and of Java. Nodes that differ: an upgrade that is not"
          + " finished.",
      "version",
      "java"),
  NODE_INFO(
      Kind.INFO,
      "weir_node_info",
      "Always 1, with the name of the node and its address among routers.",
      "node",
      "address"),
  CONDITION_MET(
      Kind.GAUGE,
      "weir_condition_met",
      "Whether a condition of /readyz is met: 1, or 0, and then /readyz says why.",
      "condition"),
  CONFIG_RELOADS(
      Kind.COUNTER,
      "weir_config_reloads",
      "Readings of the configuration while the node runs, by result. refused: weir config check tells"
          + " why. taken-back: nobody confirmed it in time.",
      "result"),
  CONFIG_ON_TRIAL(
      Kind.GAUGE,
      "weir_config_on_trial",
      "Whether a configuration waits for weir config confirm; else the one before comes back."),
  SELF_TESTS(
      Kind.COUNTER,
      "weir_self_tests",
      "Trials of the way of a diverted packet, by result. late: answered, but look at weir_load. Two in"
          + " a row other than these: tun (the TUN is down), no_connection (rules that lead to the listener are missing), refused (the"
          + " same, or no listener), no_answer (nobody accepts, or an event loop is stuck).",
      "result"),
  SELF_TEST_AGE_SECONDS(
      Kind.GAUGE,
      "weir_self_test_age_seconds",
      "Since the last answered self-test; -1 before the first. More than twice the interval: look at"
          + " weir_self_tests."),
  GATE_OPEN(
      Kind.GAUGE,
      "weir_gate_open",
      "Whether this node may have traffic: 1, or 0 when it has handed its buckets back. /readyz says"
          + " why."),
  EVENT_LOOP_STALLS(
      Kind.COUNTER,
      "weir_event_loop_stalls",
      "Times an event loop was stuck. Must stay 0: the event event-loop-stuck says where."),
  LOAD(
      Kind.GAUGE,
      "weir_load",
      "How much there is to do, by signal, as a share of its limit under health.overload. From 1 on"
          + " new connections are given back: add a node, or see what keeps this one busy.",
      "signal"),
  RELIEF(
      Kind.GAUGE,
      "weir_relief",
      "Share of the buckets, 0 to 1 by eighths, of which this node gives new connections back"
          + " because it has too much to do. Above 0 for long: add a node."),
  BUCKETS_GIVEN_BACK(
      Kind.GAUGE,
      "weir_buckets_given_back",
      "This node's buckets of which it gives new connections back now; by mask, where there are none,"
          + " weir_relief alone tells."),
  WCCP_RECEIVED(
      Kind.COUNTER,
      "weir_wccp_received",
      "WCCP messages from routers. It must grow every interval; if not, no router answers.",
      "message"),
  WCCP_SENT(Kind.COUNTER, "weir_wccp_sent", "WCCP messages sent to routers.", "message"),
  WCCP_REFUSED(
      Kind.COUNTER,
      "weir_wccp_refused",
      "Datagrams on the WCCP port that changed nothing. digest: the password differs.",
      "cause"),
  ROUTERS_USABLE(
      Kind.GAUGE,
      "weir_routers_usable",
      "Routers that list this node as usable. Zero: no traffic comes.",
      "service"),
  DESIGNATED(
      Kind.GAUGE,
      "weir_designated",
      "Whether this node computes the assignment: 1 or 0. The sum over the cluster must be 1.",
      "service"),
  FOREIGN_CACHES(
      Kind.GAUGE,
      "weir_wccp_foreign_caches",
      "Caches that routers list and that are no members of this cluster. Find out whose they are.",
      "service"),
  VIEWS_DIFFER(
      Kind.GAUGE,
      "weir_views_differ",
      "Nodes that are in the grid and not in every router's list, or the other way round. For longer"
          + " than a start takes: weir show cluster, and see the page on views that differ."),
  BUCKETS_OWNED(
      Kind.GAUGE,
      "weir_buckets_owned",
      "Buckets of the table in force, or values of a mask, that belong to this node.",
      "service"),
  GRE_PACKETS(
      Kind.COUNTER,
      "weir_gre_packets",
      "GRE packets seen, by verdict: deliver is for the proxy; those of weir_packets_returned go"
          + " back to their router; all others were dropped for that reason.",
      "verdict"),
  GRE_BUCKET_MISMATCH(
      Kind.COUNTER,
      "weir_gre_bucket_mismatch",
      "Delivered packets whose bucket is not ours. Growing for long: router and node disagree."),
  GRE_CAPTURE_LOST(
      Kind.COUNTER,
      "weir_gre_capture_lost",
      "Packets the kernel dropped because the capture buffer was full: the node is overloaded."),
  IP_REASSEMBLY(
      Kind.COUNTER,
      "weir_ip_reassembly",
      "Packets that came in pieces: joined, or failed. Many: lower proxy.intercept.mss.",
      "result"),
  PLAIN_PACKETS(
      Kind.COUNTER,
      "weir_plain_packets",
      "Packets without GRE, by the kernel's verdict. router_not_in_view: who may not, sent them.",
      "verdict"),
  STRAY_PACKETS(
      Kind.COUNTER,
      "weir_stray_packets",
      "Packets of connections unknown here; they go back. Some after every change of the table."),
  PACKETS_RETURNED(
      Kind.COUNTER,
      "weir_packets_returned",
      "Packets given back to their router, by reason; without a bypass rule there are few.",
      "reason"),
  PACKETS_FORWARDED(
      Kind.COUNTER,
      "weir_packets_forwarded",
      "Packets of unknown connections sent to the previous owner of their bucket, who may have"
          + " them. Growing while no node comes or goes: connections that nobody has."),
  PACKETS_RETURN_LOST(
      Kind.COUNTER,
      "weir_packets_return_lost",
      "Packets that should have gone back to a router and did not. Look at the route to it."),
  BYPASS_RULES(
      Kind.GAUGE,
      "weir_bypass_rules",
      "Bypass rules of people in force, by kind: client, origin, host, port, address-port. `weir show"
          + " bypass` names them.",
      "kind"),
  BYPASS_LEARNED(
      Kind.GAUGE,
      "weir_bypass_learned",
      "Bypass rules in force that nodes have learnt, by cause. Near proxy.bypass.dynamic.max: an"
          + " attack, or a network full of what is not HTTP.",
      "cause"),
  BYPASS_LESSONS(
      Kind.COUNTER,
      "weir_bypass_lessons",
      "Bypass rules learnt here, by cause. failing, for many origins: this node's way to them.",
      "cause"),
  SPLICES(
      Kind.GAUGE,
      "weir_splices",
      "Connections led through to their server as they are, because they are not HTTP."),
  SPLICES_BEGUN(
      Kind.COUNTER,
      "weir_splices_begun",
      "Connections led through since the start, by cause. Growing fast: their later connections do"
          + " not go back; look at weir_packets_returned, reason bypassed.",
      "cause"),
  SPLICE_BYTES(
      Kind.COUNTER,
      "weir_splice_bytes",
      "Octets led through, by direction: to-origin, to-client.",
      "direction"),
  SILENT_CONNECTIONS(
      Kind.COUNTER,
      "weir_silent_connections",
      "Clients that said nothing, by what came of it: client (it spoke after all), server (spoke"
          + " first), nothing, denied (by a rule about access), limit (too many to ask for each).",
      "result"),
  TUNNELS(
      Kind.GAUGE,
      "weir_tunnels",
      "Connections led through because both ends want it: CONNECT, Upgrade, TLS."),
  TUNNELS_BEGUN(
      Kind.COUNTER,
      "weir_tunnels_begun",
      "Tunnels since the start, by kind: connect, upgrade (websocket), tls (diverted).",
      "kind"),
  TUNNELS_FULL(
      Kind.COUNTER,
      "weir_tunnels_full",
      "Tunnels that there was no room for, by kind. Growing: raise proxy.tunnels.max or"
          + " proxy.tunnels.per-client, or look which client opens so many.",
      "kind"),
  TUNNELS_ENDED(
      Kind.COUNTER,
      "weir_tunnels_ended",
      "Tunnels that ended, by how: closed (both sides had said all), reset, idle.",
      "how"),
  TUNNEL_BYTES(
      Kind.COUNTER,
      "weir_tunnel_bytes",
      "Octets through tunnels, by direction: to-origin, to-client.",
      "direction"),
  TLS_CONNECTIONS(
      Kind.COUNTER,
      "weir_tls_connections",
      "Diverted TLS connections by what became of them: passed, nameless and not-tls went through;"
          + " denied, not-allowed, access-denied, nameless-refused, not-tls-refused and broken were"
          + " refused.",
      "verdict"),
  TLS_HELLOS(
      Kind.COUNTER,
      "weir_tls_hellos",
      "First messages of diverted TLS connections by the protocol they offer: h2, http/1.1 (or"
          + " none), other.",
      "protocol"),
  TLS_ENCRYPTED_HELLOS(
      Kind.COUNTER,
      "weir_tls_encrypted_hellos",
      "Those with an Encrypted Client Hello, or with what browsers send so that it looks like one:"
          + " where it is real, the name that was judged is not the one that is wanted."),
  PAC_FILES(
      Kind.COUNTER,
      "weir_pac_files",
      "Files that configure browsers, given to clients that asked for /proxy.pac or /wpad.dat."),
  HTTP_REQUESTS(
      Kind.COUNTER,
      "weir_http_requests",
      "Requests by answer. Many pass: look at weir_host_check; error: at weir_origin_fetches.",
      "result"),
  HTTP_REQUEST_SECONDS(
      Kind.TIMER,
      "weir_http_request_duration",
      "From a request's head to the end of its response, by how it was answered.",
      "result"),
  HTTP_RESPONSE_BYTES(
      Kind.COUNTER,
      "weir_http_response_bytes",
      "Octets of bodies given to clients, by how they were answered: hit, revalidated, collapsed and"
          + " stale have not come over the line.",
      "result"),
  HTTP_WAYS(
      Kind.COUNTER,
      "weir_http_ways",
      "Reads from clients by their way: short (a hit answered from the octets), or why the whole one:"
          + " busy, shape, field, host, store. Much field or shape: hits cost three times as much.",
      "way"),
  HTTP_REFUSED(
      Kind.COUNTER,
      "weir_http_refused",
      "Requests refused before anything was done. A burst is a broken client or an attack.",
      "reason"),
  HTTP_CONNECTIONS(
      Kind.GAUGE,
      "weir_http_connections",
      "Open client connections. At the limit further ones are closed at once."),
  HTTP_CONNECTIONS_ACCEPTED(
      Kind.COUNTER,
      "weir_http_connections_accepted",
      "Client connections accepted. Standing still while GRE is delivered: ask `weir doctor`."),
  HTTP_CONNECTIONS_CLOSED(
      Kind.COUNTER,
      "weir_http_connections_closed",
      "Client connections closed by us, by reason: own-address (somebody connected to the listener"
          + " itself), not-admitted, limit, client-limit (one client has too many), half-open,"
          + " introduction (no PROXY header where one is demanded), idle, aborted (in the middle of"
          + " an answer), stalled (its client took it too slowly).",
      "reason"),
  HTTP_CONNECTIONS_MAX(
      Kind.GAUGE,
      "weir_http_connections_max",
      "The limit of weir_http_connections: proxy.limits.connections, or what the descriptors allow."),
  MEMORY_PRESSURE(
      Kind.GAUGE,
      "weir_memory_pressure",
      "How short of memory: 0 no, 1 (95 %) connections end with their response, 2 (98 %) requests"
          + " are refused with 503 and diverted connections go back. Above 0: more heap or less load."),
  SIDECAR_CONNECTIONS(
      Kind.GAUGE,
      "weir_sidecar_connections",
      "Connections that are carried to the sidecar now, with hand-over: proxy-protocol."),
  SIDECAR_CONNECTIONS_ENDED(
      Kind.COUNTER,
      "weir_sidecar_connections_ended",
      "Connections for the sidecar that are over: closed; reset, idle; not carried: refused (the"
          + " sidecar does not accept: look at it), gone, limit, own_address.",
      "result"),
  SIDECAR_BYTES(
      Kind.COUNTER,
      "weir_sidecar_bytes",
      "Octets carried: onward to the sidecar, and back.",
      "direction"),
  HEALTH_PROBES(
      Kind.COUNTER,
      "weir_health_probes",
      "Questions for /weir-health, by answer. None: look at proxy.intercept.probes.",
      "answer"),
  HOST_CHECK(
      Kind.COUNTER,
      "weir_host_check",
      "Was Host where it went. Only verified and literal are kept; else compare name servers.",
      "result"),
  ORIGIN_FETCHES(
      Kind.COUNTER,
      "weir_origin_fetches",
      "Exchanges with origins by their end. Anything but ok: the origin, or the way to it.",
      "result"),
  COLLAPSED_REQUESTS(
      Kind.COUNTER,
      "weir_collapsed_requests",
      "Requests that found another's fetch of their URL, by what came of it. Many late or failed: a"
          + " slow origin. Many full: one URL has too many clients. spared: not to be shared.",
      "result"),
  CACHE_FILLING_BYTES(
      Kind.GAUGE,
      "weir_cache_filling_bytes",
      "What of responses has come that are not stored yet. At a quarter of the store's capacity"
          + " what comes is passed on and not stored: give cache.memory more."),
  CACHE_OBJECTS(Kind.GAUGE, "weir_cache_objects", "Stored URLs."),
  CACHE_BYTES(
      Kind.GAUGE,
      "weir_cache_bytes",
      "What the stored URLs weigh, in octets, overhead included; at the capacity it stays."),
  CACHE_EVICTIONS(
      Kind.COUNTER,
      "weir_cache_evictions",
      "URLs pushed out to make room. A high rate with a low hit ratio: give cache.memory more."),
  CACHE_SLOT_BYTES(
      Kind.GAUGE,
      "weir_cache_slot_bytes",
      "Octets of the slots in which something lies. Above zero after everything was purged: clients"
          + " are still being sent what they asked for."),
  CACHE_LEASED_BYTES(
      Kind.GAUGE,
      "weir_cache_leased_bytes",
      "Octets of what was replaced, purged or pushed out and is still being sent. A large share of"
          + " cache.memory: many slow clients; what comes may find no room (weir_cache_refused)."),
  CACHE_PAGE_BYTES(
      Kind.GAUGE,
      "weir_cache_page_bytes",
      "Octets of the pages these slots are in. Far above them for long: sizes have changed and much"
          + " is being sent to slow clients."),
  CACHE_REFUSED(
      Kind.COUNTER,
      "weir_cache_refused",
      "Responses not kept. size: longer than an eighth of cache.memory or 16 MiB. room: slow clients"
          + " held all there is; give cache.memory more.",
      "reason"),
  OWNERSHIP_EPOCH(
      Kind.GAUGE,
      "weir_ownership_epoch",
      "Number of the table that says whose a URL is; 0: none yet. Nodes that differ for longer than"
          + " a moment do not hear the same routers."),
  OWNERSHIP_STORES(
      Kind.GAUGE,
      "weir_ownership_stores",
      "Whether this node keeps what it owns: 1, or 0 without an epoch or cut off from the others."),
  OWNERSHIP_HOSTS_KNOWN(
      Kind.GAUGE, "weir_ownership_hosts_known", "Hosts whose home this node knows or remembers."),
  OWNERSHIP_HOSTS_SPREAD(
      Kind.GAUGE,
      "weir_ownership_hosts_spread",
      "Hosts that are too much for one node, and are owned URL by URL."),
  OWNERSHIP_HOMES_ASKED(
      Kind.COUNTER,
      "weir_ownership_homes",
      "Requests by how the home of their host was found: known, asked. unknown pass through: look at"
          + " the link to the other nodes.",
      "result"),
  OWNERSHIP_SWEPT(
      Kind.COUNTER,
      "weir_ownership_swept",
      "Stored URLs looked at after a change of owners: keep, keep-for-new-owner, drop.",
      "fate"),
  GRID_MEMBERS(
      Kind.GAUGE,
      "weir_grid_members",
      "Members of the grid, this node included; 0: not joined. Fewer than configured: look for one."),
  NODES_DEAD(
      Kind.GAUGE,
      "weir_nodes_dead",
      "Nodes that are known to be dead while routers still list them. See to them."),
  NODES_APART(
      Kind.GAUGE,
      "weir_nodes_apart",
      "Nodes that left the grid and are not known to be dead. Lasting: the grid is cut."),
  NODES_EVICTED(
      Kind.COUNTER,
      "weir_nodes_evicted",
      "Nodes found dead before the routers missed them, by proof: refused, silent.",
      "why"),
  NODE_PROBES(
      Kind.COUNTER,
      "weir_node_probes",
      "Connections tried to nodes that came or left, by answer: accepted, refused, silent.",
      "answer"),
  PEER_REQUESTS(
      Kind.COUNTER,
      "weir_peer_requests",
      "What this node asked others, by kind and result. silent, skipped: a node does not answer on its"
          + " peer port. refused: look at weir_peer_refused there. epoch: it goes by another table;"
          + " many, for minutes: compare weir show cluster on both.",
      "kind",
      "result"),
  PEER_SERVED(
      Kind.COUNTER, "weir_peer_served", "What this node answered to others, by kind.", "kind"),
  PEER_REFUSED(
      Kind.COUNTER,
      "weir_peer_refused",
      "What others asked and this node does not carry out. version: a node is more than one version"
          + " away; upgrade one after the other. Else report it.",
      "reason"),
  PEER_FENCED(
      Kind.COUNTER,
      "weir_peer_fenced",
      "Requests of other nodes that were refused, for they went by another epoch. A few at each"
          + " change; many for minutes: a node does not hear of new tables."),
  PEER_HANDSHAKES_FAILED(
      Kind.COUNTER,
      "weir_peer_handshakes_failed",
      "Connections to the peer port without a good certificate of the cluster. Grows: look at a node's"
          + " certificate, or for a stranger."),
  PEER_CONNECTIONS(
      Kind.GAUGE,
      "weir_peer_connections",
      "Open connections to other nodes (out) and from them (in).",
      "direction"),
  PEERS_SILENT(
      Kind.GAUGE,
      "weir_peers_silent",
      "Nodes that do not answer on their peer port; what they own is fetched and not stored."),
  PEER_CERTIFICATE_SECONDS(
      Kind.GAUGE,
      "weir_peer_certificate_seconds",
      "Until this node's certificate or its authority expires. Below 2592000 (30 days): weir cluster"
          + " init --renew."),
  RELAY_SECONDS(
      Kind.TIMER,
      "weir_relay_duration",
      "From asking the owner to the head of its answer. Long: the owner is busy, or its origins."),
  GRID_STRANGERS(
      Kind.GAUGE,
      "weir_grid_strangers",
      "Members of the grid that have not proved to be nodes of this cluster. Must be 0: see the page"
          + " on a stranger in the grid."),
  GRID_RECORDS_REFUSED(
      Kind.COUNTER,
      "weir_grid_records_refused",
      "Things in the grid that are not used, by reason. replayed: after a split, a few. forged,"
          + " not_octets, length, content, full: somebody writes there who should not, or has another"
          + " secret. unknown_version: a newer node.",
      "reason"),
  PURGES_KEPT(
      Kind.GAUGE,
      "weir_purges_kept",
      "Purges of the last ten minutes, kept for nodes that return. At 4000 no more are taken: purge"
          + " by prefix, host or key."),
  PURGES_TO_SWEEP(
      Kind.GAUGE,
      "weir_purges_to_sweep",
      "Purges by regex whose URLs are hidden and still being dropped; each costs every request a"
          + " search. Lasting: purge by host, prefix or key instead."),
  PURGED_OBJECTS(
      Kind.COUNTER,
      "weir_purged_objects",
      "URLs of this node that purges dropped. After each many are fetched anew: watch the origins."),
  PURGES_UNCONFIRMED(
      Kind.COUNTER,
      "weir_purges_unconfirmed",
      "Purges ordered here that a node did not confirm in time: purge again, look at that node."),
  ACCESS_LOG_LINES(Kind.COUNTER, "weir_access_log_lines", "Requests written to the access log."),
  SYSLOG_MESSAGES(
      Kind.COUNTER, "weir_syslog_messages", "Messages sent to the syslog server.", "of"),
  SYSLOG_DROPPED(
      Kind.COUNTER,
      "weir_syslog_dropped",
      "Messages that the syslog server did not take. Grows: see the page on an access log with"
          + " gaps.",
      "of"),
  ACCESS_LOG_DROPPED(
      Kind.COUNTER,
      "weir_access_log_dropped",
      "Requests that are not in the access log, which did not keep up. Grows: see the page on an"
          + " access log with gaps.");

  @SuppressWarnings("ImmutableEnumChecker") // a record with a copied list, which nobody can change
  private final Row row;

  NodeMetric(Kind kind, String metricName, String help, String... labels) {
    this.row = new Row(kind, metricName, help, List.of(labels));
  }

  @Override
  public Row row() {
    return row;
  }
}
