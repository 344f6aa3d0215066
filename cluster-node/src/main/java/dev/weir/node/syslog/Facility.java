package dev.weir.node.syslog;

/// What part of a system a message is from (RFC 5424 §6.2.1).
public enum Facility {
  /// Of programs of users.
  USER(1),
  /// Of daemons.
  DAEMON(3),
  /// For local use, as are those that follow.
  LOCAL0(16),
  /// As said.
  LOCAL1(17),
  /// As said.
  LOCAL2(18),
  /// As said.
  LOCAL3(19),
  /// As said.
  LOCAL4(20),
  /// As said.
  LOCAL5(21),
  /// As said.
  LOCAL6(22),
  /// As said.
  LOCAL7(23);

  private final int number;

  Facility(int number) {
    this.number = number;
  }

  /// The PRI of a message of a severity in 0..7.
  int priority(int severity) {
    return 8 * number + severity;
  }
}
