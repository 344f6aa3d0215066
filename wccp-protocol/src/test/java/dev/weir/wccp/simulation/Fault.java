package dev.weir.wccp.simulation;

/// What may go wrong in a run. Each seed turns a subset on.
public enum Fault {
  /// A line loses up to half of its messages.
  LOSS,
  /// A line takes up to 5 s, always in order.
  DELAY,
  /// Messages overtake each other.
  REORDER,
  /// A message arrives up to three times.
  DUPLICATION,
  /// Bits of a message flip.
  CORRUPTION,
  /// Lines are cut, in one direction or in both.
  PARTITION,
  /// A cache dies and starts again, or not.
  CACHE_CRASH,
  /// A cache that starts again has forgotten its change numbers.
  DISK_LOSS,
  /// A router dies and starts again, with nothing remembered.
  ROUTER_CRASH,
  /// A process stands still for up to a minute; what arrives meanwhile waits.
  FREEZE,
  /// A cache's wall clock jumps.
  CLOCK_JUMP,
  /// A cache leaves in good order, and comes back.
  SHUTDOWN,
  /// Somebody sends recorded messages again, also from elsewhere.
  REPLAY,
  /// Somebody sends messages with invented fields; where there is a password, without knowing it.
  FORGERY,
  /// A cache of another make has a low address, joins, and never assigns.
  FOREIGN_SILENT,
  /// A cache of another make joins and assigns tables of its own.
  FOREIGN_ASSIGNING,
  /// A cache of another make means other ports by the dynamic groups than the rest.
  OTHER_PORTS;

  /// Whether a message to a router and its answer may take long, or be lost.
  boolean severs() {
    return switch (this) {
      case LOSS, DELAY, CORRUPTION, PARTITION, ROUTER_CRASH, FREEZE -> true;
      default -> false;
    };
  }
}
