package dev.weir.node.telemetry;

import org.slf4j.event.Level;

/// One row of a program's event vocabulary: the name is the contract, the message text is not.
public interface EventRow {

  /// The name as it stands in logs: lower case, words joined by `-`, such as `router-lost`.
  String eventName();

  /// How loudly it is said.
  Level level();

  /// The enum constant's name in the spelling of logs: `ROUTER_LOST` becomes `router-lost`.
  static String nameOf(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
