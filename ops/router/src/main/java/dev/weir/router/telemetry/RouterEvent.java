package dev.weir.router.telemetry;

import dev.weir.node.telemetry.EventRow;
import org.slf4j.event.Level;

/// Every event the router can log. A cache is always the field `cache`, a group `service`.
public enum RouterEvent implements EventRow {
  /// The router redirects: `router`, `redirect_in`, `redirect_out`, `exclude_in`, `services`,
  /// `admin`.
  ROUTER_STARTED(Level.INFO),
  /// The rules are withdrawn and the TUN is closed; traffic flows past the caches.
  ROUTER_STOPPED(Level.INFO),

  /// A HERE_I_AM: `cache`, the `receive_id` it names for us, `bytes`.
  HERE_I_AM_RECEIVED(Level.DEBUG),
  /// An I_SEE_YOU: `cache`, the new `receive_id`, `change_number`, `key`, `bytes`.
  I_SEE_YOU_SENT(Level.DEBUG),
  /// A REDIRECT_ASSIGN: `cache`, its `key`, the `receive_id` and `change_number` it names for us.
  REDIRECT_ASSIGN_RECEIVED(Level.INFO),
  /// A silent cache is asked whether it is still there: `cache`, `receive_id`. See its log.
  REMOVAL_QUERY_SENT(Level.WARN),

  /// What is known of a dynamic service's packets has changed: `service`, `protocol`, `ports`,
  /// `priority`, each `none` when no cache is left that describes it.
  SERVICE_DESCRIBED(Level.INFO),
  /// A cache may receive packets: `service`, `cache`, `usable` caches now, `change_number`.
  CACHE_USABLE(Level.INFO),
  /// A cache fell silent or said SHUTDOWN: `service`, `cache`, `usable`, `change_number`. Its
  /// buckets are forwarded normally until the designated cache sends a new assignment.
  CACHE_LOST(Level.WARN),
  /// An assignment is in force: `service`, `key`, `designated`, `assigned` buckets,
  /// `change_number`, and `millis` since the membership change it answers.
  ASSIGNMENT_INSTALLED(Level.INFO),
  /// No assignment is in force any more: `service`, `key` of the one that was. Everything is
  /// forwarded normally; look at why the designated cache is silent.
  ASSIGNMENT_FLUSHED(Level.WARN),

  /// A message failed the check of its Security component: `from`, `unlogged` ones before it.
  /// Compare the passwords of router and cache.
  AUTHENTICATION_FAILED(Level.WARN),
  /// A message was dropped: `from`, `cause`, `detail`, `unlogged` ones before it.
  MESSAGE_REFUSED(Level.WARN),
  /// A cache outside the group-list spoke: `from`, `unlogged` ones before it. Nothing to do if it
  /// is a stranger; else add it to the group-list.
  GROUP_LIST_REFUSED(Level.WARN),
  /// A message could not be sent: `cache`, `why`, `unlogged` ones before it. Look at the routes.
  SEND_FAILED(Level.WARN),
  /// The host would not divert what a service has to redirect: `why`. It diverts what it did
  /// before; look at what nft says.
  DIVERSION_REFUSED(Level.WARN),
  /// The access lists and route-maps of interfaces are in force: `access_in`, `access_out` and
  /// `policy`, each as interface:list, and whether `check_outbound` holds for what is redirected.
  TRAFFIC_RULES_INSTALLED(Level.INFO),
  /// nft does not tell what those have counted: `why`. The numbers stay as they were; if somebody
  /// has removed the table weir_router, restart the router.
  TRAFFIC_UNCOUNTED(Level.WARN),
  /// An operator had the router misbehave: `kind` of fault, and `what`: the service, the part of
  /// the messages that are lost, or how long they wait.
  FAULT_INJECTED(Level.WARN),
  /// The packet path stopped on a failure: `why`. The router stops, so that packets flow past.
  PACKET_PATH_FAILED(Level.ERROR),
  /// The control thread stopped on a failure: `why`. The router stops.
  CONTROL_FAILED(Level.ERROR);

  private final Level level;

  RouterEvent(Level level) {
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
