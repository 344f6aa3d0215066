package dev.weir.node.telemetry;

import org.slf4j.event.Level;

/// Every event a node can log.
public enum NodeEvent implements EventRow {
  /// The node has bound its listeners and set its host rules.
  NODE_STARTED(Level.INFO),
  /// The node has withdrawn its rules and closed its listeners.
  NODE_STOPPED(Level.INFO),
  /// A page of the admin port could not be written; the fields say which and why.
  ADMIN_PAGE_FAILED(Level.ERROR),
  /// The grid has been joined; `members` counts this node too.
  GRID_JOINED(Level.INFO),
  /// The grid could not be joined; it is tried again. Traffic goes on without it: check that the
  /// cluster address is this host's, its port is free and the other members can be reached.
  GRID_FAILED(Level.WARN),
  /// A fault of this program ended its membership of the grid. Traffic goes on without it: restart
  /// the node when it suits, and report the reason.
  GRID_BROKEN(Level.ERROR),
  /// A member has come.
  MEMBER_JOINED(Level.INFO),
  /// A member has gone: check that node.
  MEMBER_LEFT(Level.WARN),
  /// Something in the grid is not what a node of this version writes; it is not used. Find out
  /// which member wrote it.
  GRID_RECORD_REFUSED(Level.WARN),
  ;

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
