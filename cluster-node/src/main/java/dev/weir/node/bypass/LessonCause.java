package dev.weir.node.bypass;

import dev.weir.node.grid.SharedRule;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Why the node has learnt to spare connections. The names are the label values of its metrics.
public enum LessonCause {
  /// A client's first octets were no HTTP/1.
  NOT_HTTP,
  /// The server spoke before its client, and no HTTP.
  SERVER_FIRST,
  /// The origin fails, again and again, when this node asks.
  FAILING,
  /// The origin wants the connection logged in (NTLM, Negotiate), which only its two ends can do.
  CONNECTION_LOGIN,
  /// The origin refuses this node's address, and lets the client's in.
  ADDRESS_LOGIN;

  /// The label value.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// What stands as the reason of a rule.
  public String because() {
    return SharedRule.LEARNT + label();
  }

  /// The cause that stands as a reason; empty when a person wrote it.
  public static Optional<LessonCause> of(String because) {
    return Arrays.stream(values()).filter(cause -> cause.because().equals(because)).findFirst();
  }
}
