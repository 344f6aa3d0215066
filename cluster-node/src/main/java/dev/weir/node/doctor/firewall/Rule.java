package dev.weir.node.doctor.firewall;

import java.util.List;
import java.util.Map;

/// One rule: what it asks of a packet, and what it then does.
///
/// @param target the chain of a jump or goto; else empty
/// @param packets how many packets its counter has seen; 0 without one
public record Rule(List<Match> matches, Verdict verdict, String target, long packets) {
  /// What a rule does.
  public enum Verdict {
    /// The packet has passed this chain.
    ACCEPT,
    /// The packet ends here; also a reject.
    DROP,
    /// It goes through another chain and comes back.
    JUMP,
    /// It goes through another chain and does not come back.
    GOTO,
    /// It goes back to the chain before.
    RETURN,
    /// The next rule is asked.
    CONTINUE
  }

  /// Keeps a copy.
  public Rule {
    matches = List.copyOf(matches);
  }

  boolean applies(Map<String, String> fields) {
    return matches.stream().allMatch(match -> match.holds(fields));
  }

  /// Whether it may apply, for all that is known of the packet.
  boolean mayApply(Map<String, String> fields) {
    return matches.stream().allMatch(match -> !match.decides(fields) || match.holds(fields));
  }
}
