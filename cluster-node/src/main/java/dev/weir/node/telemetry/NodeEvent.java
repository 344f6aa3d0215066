package dev.weir.node.telemetry;

import org.slf4j.event.Level;

/// Every event a node can log.
public enum NodeEvent implements EventRow {
  /// The node has bound its listeners and set its host rules.
  NODE_STARTED(Level.INFO),
  /// The self-test is answered: the node may have traffic, and is announced with its weight.
  GATE_OPENED(Level.INFO),
  /// This node cannot serve: new connections go back to their routers, its buckets are handed back.
  /// `cause` says why; the pages on a failing self-test and on a stuck event loop say what to do.
  GATE_CLOSED(Level.ERROR),
  /// An event loop has not done anything else for some seconds; `where` is what it does. Report it.
  EVENT_LOOP_STUCK(Level.ERROR),
  /// An event loop that was stuck works again, after so many milliseconds.
  EVENT_LOOP_MOVES(Level.INFO),
  /// An event loop did not get free in twice the time: the process ends with status 3, for a new
  /// one to be started.
  EVENT_LOOP_LOST(Level.ERROR),
  /// This node has too much to do, by `cause`: it gives new connections back to the router, more of
  /// them each second, until it has not. The page on overload says what to do.
  OVERLOAD_BEGAN(Level.WARN),
  /// Every connection is taken in again, after so many seconds.
  OVERLOAD_ENDED(Level.INFO),
  /// The node has withdrawn its rules and closed its listeners.
  NODE_STOPPED(Level.INFO),
  /// Another configuration is in force; until when it is on trial, if it is.
  CONFIG_APPLIED(Level.INFO),
  /// The one on trial stays.
  CONFIG_CONFIRMED(Level.INFO),
  /// The one before is in force again, and why.
  CONFIG_TAKEN_BACK(Level.WARN),
  /// The file was read and nothing of it taken up, and why.
  CONFIG_REFUSED(Level.WARN),
  /// A setting of a device that is not the node's own has been changed, so that packets can come in
  /// without GRE; it is set back at the stop, or by `weir intercept remove`.
  HOST_CHANGED(Level.WARN),
  /// A part of the node has failed while running; the node stops serving and ends. Start it again,
  /// and report the reason.
  PART_FAILED(Level.ERROR),
  /// A router lists this node as usable.
  ROUTER_GAINED(Level.INFO),
  /// A router has fallen silent or no longer lists this node; its traffic passes us by. Look at the
  /// router, the way to it, and the password.
  ROUTER_LOST(Level.WARN),
  /// A router offers nothing that this node can do. Choose what the router can: GRE and hash.
  ROUTER_INCOMPATIBLE(Level.WARN),
  /// Another cache, or none, is the designated one.
  DESIGNATED_CHANGED(Level.INFO),
  /// Every live router shows this key: its table decides who owns what.
  TABLE_IN_FORCE(Level.INFO),
  /// A router does not take the table that was sent to it again and again. Look at its log: it may
  /// belong to another group, or hear another designated cache.
  TABLE_UNCONFIRMED(Level.WARN),
  /// Routers list caches that are no members of this cluster: they get traffic, and the lowest
  /// address of all assigns it. Find out whose they are; a password or a group-list keeps them out.
  FOREIGN_CACHES(Level.WARN),
  /// The change number could not be written down. After a restart the clock alone keeps numbers
  /// from being used twice: see that `node.state` can be written.
  STATE_UNWRITTEN(Level.WARN),
  /// Every router knows that this node has left the group.
  GROUP_LEFT(Level.INFO),
  /// HERE_I_AM has gone out to a router.
  HERE_I_AM_SENT(Level.DEBUG),
  /// I_SEE_YOU has come from a router.
  I_SEE_YOU_RECEIVED(Level.DEBUG),
  /// As the designated cache, this node has sent a router the table.
  REDIRECT_ASSIGN_SENT(Level.INFO),
  /// A router has missed this node's HERE_I_AM and asks. Often: look at the load and the network.
  REMOVAL_QUERY_RECEIVED(Level.INFO),
  /// Datagrams that were no messages for us, one line per ten seconds. `digest` or
  /// `security-option`: the password differs from the router's. Else: find the sender.
  WCCP_REFUSED(Level.WARN),
  /// The kernel would not send a message: look at the route to the router.
  WCCP_UNSENT(Level.WARN),
  /// A page of the admin port could not be written; the fields say which and why.
  ADMIN_PAGE_FAILED(Level.ERROR),
  /// Somebody asked the admin port who should not; wrong_token: is it an operator with an old
  /// token? foreign_page, misdirected: a browser that reaches the port is on a hostile site.
  ADMIN_REFUSED(Level.WARN),
  /// Network management can ask this node.
  SNMP_LISTENS(Level.INFO),
  /// A datagram to the agent of SNMP was not answered, or its question refused: `why` is the result
  /// of weir_snmp_requests, `from` who sent it. At most one in ten seconds. See the page on SNMP.
  SNMP_REFUSED(Level.WARN),
  /// Another table says whose a URL is; `by` tells whether the routers echo it or the grid has it.
  EPOCH_BEGAN(Level.INFO),
  /// This node hears no router that lists it, and does not see more than half of the others: it
  /// keeps nothing, so that nothing is kept twice. Look at the cluster's network.
  OWNERSHIP_SUSPENDED(Level.WARN),
  /// This node keeps what it owns.
  OWNERSHIP_RESUMED(Level.INFO),
  /// So many hosts are too much for one node, and owned URL by URL from now on; 0: no longer any.
  HOSTS_SPREAD(Level.INFO),
  /// The grid has been joined; `members` counts this node too.
  GRID_JOINED(Level.INFO),
  /// The grid could not be joined; it is tried again. Traffic goes on without it: check that the
  /// cluster address is this host's, its port is free and the other members can be reached.
  GRID_FAILED(Level.WARN),
  /// A fault of this program ended its membership of the grid; another is begun. Traffic goes on
  /// without it: report the reason.
  GRID_BROKEN(Level.ERROR),
  /// A member has come.
  MEMBER_JOINED(Level.INFO),
  /// A member has gone: check that node.
  MEMBER_LEFT(Level.WARN),
  /// A node has left the grid and does not answer, either: its buckets are given away at once.
  /// `why` is `refused` (its process has ended) or `silent` (its host, or the way to it, has). See
  /// to it.
  NODE_DEAD(Level.WARN),
  /// A node has left the grid and yet accepts connections: the grid is cut, no bucket moves. Look
  /// at the network between the cluster addresses.
  NODE_APART(Level.WARN),
  /// A node that had left the grid is there again.
  NODE_ALIVE(Level.INFO),
  /// This node begins to hand its buckets over, and then waits for its connections to end.
  DRAIN_BEGUN(Level.INFO),
  /// The process did not run for so long: stopped by somebody, or its host was. It asks the routers
  /// anew before it tells them anything. Often: look at the host's load.
  SLEPT(Level.WARN),
  /// An operator wants this node to have buckets again.
  DRAIN_ENDED(Level.INFO),
  /// Routers count on this node no more. `connections` that were still open are cut when it stops;
  /// 0 is as it should be.
  DRAINED(Level.INFO),
  /// Something in the grid is not signed by a node of this cluster, or is no record at all; it is
  /// not used, and removed. A stranger writes there, or nodes have different secrets: see the page
  /// on a stranger in the grid.
  GRID_RECORD_REFUSED(Level.WARN),
  /// A member of the grid has not proved that it is a node of this cluster: it counts for nothing.
  /// A stranger, or a node with another secret: see the page on a stranger in the grid.
  GRID_STRANGER(Level.WARN),
  /// An operator, or another node of the cluster, spares connections from now on.
  BYPASS_ADDED(Level.INFO),
  /// An operator, or another node of the cluster, no longer spares connections.
  BYPASS_REMOVED(Level.INFO),
  /// This node has found out by itself that connections are better given back, for the time it
  /// says; `cause` is why. At most one a second. `weir show bypass` has all of them.
  BYPASS_LEARNED(Level.INFO),
  /// A bypass rule was for a time that is over.
  BYPASS_EXPIRED(Level.INFO),
  /// The other nodes are listened to.
  PEERS_LISTEN(Level.INFO),
  /// A node does not answer on its peer port: what it owns is fetched here and not stored. Look at
  /// that node, at its certificate and at a firewall between the two.
  PEER_SILENT(Level.WARN),
  /// It answers again.
  PEER_ANSWERS(Level.INFO),
  /// Somebody without a good certificate of the cluster has called. At most one a second. `why` and
  /// `from` tell whether it is a node with a bad certificate or a stranger.
  PEER_REFUSED(Level.WARN),
  /// This node's certificate, or its authority, expires soon: weir cluster init --renew.
  CERTIFICATE_EXPIRES(Level.WARN),
  /// An operator, here or at the node `by`, had the cluster forget something; `objects` URLs of
  /// this node went.
  PURGED(Level.INFO),
  /// Nodes that are there have not said in time that they applied a purge. Purge again, which does
  /// no harm; the page on a purge that is not confirmed says what else.
  PURGE_UNCONFIRMED(Level.WARN),
  /// A disk of the cache is in use, with so many objects of before.
  DISK_OPENED(Level.INFO),
  /// A disk of the cache was written by another version, or its head is damaged: its files are in
  /// the folder `below` it, and it begins empty. Delete that folder.
  DISK_SET_ASIDE(Level.WARN),
  /// A disk of the cache fails: nothing is stored there until it works again, which is tried every
  /// other second. Requests are answered from memory, other disks and origins. See the page on a
  /// disk that fails.
  DISK_FAILED(Level.ERROR),
  /// A disk of the cache that failed is written again.
  DISK_RECOVERED(Level.INFO),
  /// A disk of the cache gave other octets than were written; what they were of is fetched anew. At
  /// most one a second. Once after a crash of the host is no wonder; else replace the disk.
  DISK_CORRUPT(Level.WARN),
  /// The access log takes nothing, for the reason `why`: requests are served on. At most one in ten
  /// seconds. Make room on its disk; the page on an access log with gaps says what else.
  ACCESS_LOG_FAILED(Level.ERROR),
  /// The access log is written again.
  ACCESS_LOG_RESUMED(Level.INFO),
  /// So many requests are not in the access log, which did not keep up. At most one in ten seconds.
  /// See the page on an access log with gaps.
  ACCESS_LOG_DROPPED(Level.WARN),
  /// An old file of the access log was not made, compressed or removed, for the reason `why`: the
  /// log goes on. At most one in ten seconds. See the page on an access log with gaps.
  ACCESS_LOG_NOT_ROTATED(Level.WARN),
  /// The syslog server `to` does not take messages, for the reason `why`; they are lost. At most
  /// one in ten seconds. See the page on an access log with gaps.
  SYSLOG_FAILED(Level.WARN),
  /// A list of proxy.access was read, with so many entries; `bad` lines could not be.
  ACCESS_LIST_READ(Level.INFO),
  /// A list of proxy.access cannot be read as its files are now, for the reason `why`: what was
  /// read before holds. See the page on a list that cannot be read.
  ACCESS_LIST_KEPT(Level.WARN),
  /// A service of proxy.icap did not do its work, for the reason it says. At most one a second. See
  /// the page on a service of ICAP that fails.
  ICAP_FAILED(Level.WARN),
  /// The proxy accepts connections.
  PROXY_LISTENS(Level.INFO),
  /// It accepts connections there no longer.
  PROXY_SHUT(Level.INFO),
  /// Another program answers the diverted connections, and how it gets them.
  SIDECAR_SERVES(Level.INFO),
  /// No name server answered for a host, so what its requests fetch is not kept. At most one a
  /// second. Look at `dns.servers` and the way to them.
  HOST_UNRESOLVED(Level.WARN),
  /// A request named a host that is not where its connection went: it is passed there, and nothing
  /// of it is kept, or with `proxy.host-check: strict` it is refused. At most one a second. See the
  /// page on hosts that differ.
  HOST_DIFFERS(Level.WARN),
  /// A router diverts this node's own connections back to it; their requests end with 508. At most
  /// one a second. Exclude the router's interface towards this node from redirection, or write
  /// `origin.address: node`.
  REDIRECT_LOOP(Level.ERROR),
  /// An origin gave no whole response. At most one a second; `suppressed` says how many more.
  ORIGIN_FAILED(Level.WARN),
  /// A parent has failed so often in a row that it is not asked any more until it answers. See the
  /// page on a parent that does not answer.
  PARENT_LOST(Level.WARN),
  /// A parent that was not asked any more answers again.
  PARENT_FOUND(Level.INFO),
  /// A parent wants other credentials than those of `proxy.parents`: what is asked of it ends with
  /// 502. At most one in ten seconds for each. See the page on a parent that does not answer.
  PARENT_LOGIN_REFUSED(Level.ERROR),
  /// An origin of `proxy.reverse` gets no more requests: `because` says whether its probes or the
  /// requests told. See the page on an origin that is out.
  ORIGIN_UNHEALTHY(Level.WARN),
  /// It gets requests again.
  ORIGIN_HEALTHY(Level.INFO),
  /// A certificate of `proxy.reverse` ends within 14 days, or has. Said once a day. Renew it: the
  /// node takes the new one from the same files.
  CERTIFICATE_ENDS(Level.WARN),
  /// A certificate was renewed, and is shown from now on.
  CERTIFICATE_TAKEN(Level.INFO),
  /// The files of a certificate hold something else now that cannot be shown; what was shown before
  /// still is. `weir config check` says why.
  CERTIFICATE_REFUSED(Level.WARN),
  /// The descriptors of this process allow fewer client connections than usual; `needed` says how
  /// many would do. See the page on limits.
  CONNECTIONS_LIMITED(Level.WARN),
  /// Almost all of the memory is in use: requests are refused with 503, and diverted connections go
  /// back. See the page on too much to do.
  MEMORY_SHORT(Level.ERROR),
  /// There is memory again.
  MEMORY_EASED(Level.INFO);

  private final Level level;

  NodeEvent(Level level) {
    this.level = level;
  }

  @Override
  public String eventName() {
    return EventRow.nameOf(this);
  }

  @Override
  public Level level() {
    return level;
  }
}
