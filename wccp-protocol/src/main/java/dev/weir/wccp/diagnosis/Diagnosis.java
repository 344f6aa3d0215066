package dev.weir.wccp.diagnosis;

import dev.weir.wccp.codec.Dissection;
import dev.weir.wccp.diagnosis.Finding.Severity;
import java.util.List;

/// What a datagram is, in words, and what is the matter with it.
///
/// @param name the message's name in the drafts, with its version and service group
/// @param words what it says, in one sentence
/// @param findings by their place in the message
public record Diagnosis(Dissection dissection, String name, String words, List<Finding> findings) {
  /// Copies the list.
  public Diagnosis {
    findings = List.copyOf(findings);
  }

  /// Whether anything is against the protocol.
  public boolean wrong() {
    return findings.stream().anyMatch(finding -> finding.severity() == Severity.WRONG);
  }

  /// The name of a type of component (§3.0.2).
  public static String component(int type) {
    return Kind.component(type);
  }
}
