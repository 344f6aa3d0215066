package dev.weir.node.telemetry;

import org.slf4j.event.Level;

/// Every event a node can log.
public enum NodeEvent implements EventRow {
  /// The node has bound its listeners and set its host rules.
  NODE_STARTED(Level.INFO),
  /// The node has withdrawn its rules and closed its listeners.
  NODE_STOPPED(Level.INFO),
  /// The proxy accepts connections.
  PROXY_LISTENS(Level.INFO),
  /// An origin gave no whole response. At most one a second; `suppressed` says how many more.
  ORIGIN_FAILED(Level.WARN);

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
