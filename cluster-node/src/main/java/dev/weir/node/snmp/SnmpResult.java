package dev.weir.node.snmp;

import java.util.Locale;

/// What became of a datagram that came to the agent. The name in lower case is the metric's label.
public enum SnmpResult {
  /// It got what it asked for, or learnt that it is not there.
  ANSWERED,
  /// SNMPv3: the asker was told the engine's name or its time, with which every conversation
  /// begins.
  DISCOVERY,
  /// It comes from none of `snmp.clients`.
  ADDRESS,
  /// More came than are looked at.
  RATE,
  /// It is no message of SNMP.
  MALFORMED,
  /// A version that is not spoken: SNMPv1, or one for which nothing is configured.
  VERSION,
  /// Another community.
  COMMUNITY,
  /// A user that nobody has configured.
  USER,
  /// Another password than the user's.
  DIGEST,
  /// It is not encrypted, or not even signed.
  LEVEL,
  /// It is old, or the clock of its sender is wrong.
  WINDOW,
  /// It would change something.
  WRITE,
  /// It is no question: a response, a notification; or it is for another engine or context.
  KIND,
  /// The kernel would not send the answer.
  UNSENT;

  /// The label.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether an operator wants to hear of it: somebody asks who should not, or wrongly.
  public boolean refused() {
    return switch (this) {
      case ANSWERED, DISCOVERY, WINDOW, RATE, UNSENT -> false;
      case ADDRESS, MALFORMED, VERSION, COMMUNITY, USER, DIGEST, LEVEL, WRITE, KIND -> true;
    };
  }
}
