package dev.weir.node.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What was found, in the order of the packet's way: the first finding is where it is lost, later
/// ones may only be what follows from it.
public record Diagnosis(List<Finding> findings) {
  /// Keeps a copy.
  public Diagnosis {
    findings = List.copyOf(findings);
  }

  /// Makes every check.
  public static Diagnosis of(Facts facts) {
    return new Diagnosis(
        Arrays.stream(Check.values()).flatMap(check -> check.examine(facts).stream()).toList());
  }

  /// The first hop at which a packet is lost; empty when nothing was found.
  public Optional<Finding> first() {
    return findings.stream().findFirst();
  }
}
