package dev.weir.wccp.message;

import java.time.Duration;

/// §3.10 One element of the capabilities: what a router offers, or what a cache has chosen.
public sealed interface Capability {
  /// Bit of [Forwarding], [PacketReturn]: GRE.
  int GRE = 1;

  /// Bit of [Forwarding], [PacketReturn]: layer 2.
  int L2 = 2;

  /// Bit of [AssignmentMethod]: hash.
  int HASH = 1;

  /// Bit of [AssignmentMethod]: mask.
  int MASK = 2;

  /// Type 1: how packets reach the cache; bits [#GRE] and [#L2].
  record Forwarding(int methods) implements Capability {}

  /// Type 2: how buckets are assigned; bits [#HASH] and [#MASK].
  record AssignmentMethod(int methods) implements Capability {}

  /// Type 3: how packets return; bits [#GRE] and [#L2].
  record PacketReturn(int methods) implements Capability {}

  /// Type 4: TRANSMIT_T in milliseconds, a range when offered, `upperMs` 0 when agreed.
  record TransmitInterval(int upperMs, int lowerMs) implements Capability {
    /// One agreed interval.
    public static TransmitInterval of(Duration interval) {
      return new TransmitInterval(0, (int) interval.toMillis());
    }

    /// Whether this is one value, not a range.
    public boolean single() {
      return upperMs == 0;
    }
  }

  /// Type 5: factors on TRANSMIT_T for timeouts and for assignments; upper ends 0 when agreed.
  ///
  /// The order is that of the wire: timeout upper, timeout lower, assignment upper, assignment
  /// lower.
  record TimerScale(int timeoutUpper, int timeoutLower, int assignUpper, int assignLower)
      implements Capability {
    /// Factor 1 for both, agreed.
    public static final TimerScale ONE = new TimerScale(0, 1, 0, 1);
  }

  /// A type this build does not know: ignored by both sides, kept for diagnostics.
  record Other(int type, String hex) implements Capability {}
}
