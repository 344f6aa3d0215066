package dev.weir.node.doctor;

import dev.weir.node.config.NodeConfig;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What was found, in the order of the packet's way: the first finding is where it is lost, later
/// ones may only be what follows from it.
public record Diagnosis(List<Finding> findings) {
  /// Keeps a copy.
  public Diagnosis {
    findings = List.copyOf(findings);
  }

  private static final Set<Check> ANY_PROXY =
      Collections.unmodifiableSet(
          EnumSet.of(
              Check.CONFIG,
              Check.ADDRESS,
              Check.NOT_RUNNING,
              Check.DNS,
              Check.ORIGIN,
              Check.CLOCK,
              Check.DISK,
              Check.PARENT_SILENT,
              Check.PARENT_LOGIN));

  /// Makes every check; where nothing is diverted, those that any proxy needs.
  public static Diagnosis of(Facts facts) {
    boolean diverts = facts.config().map(NodeConfig::diverts).orElse(true);
    return new Diagnosis(
        Arrays.stream(Check.values())
            .filter(check -> diverts || ANY_PROXY.contains(check))
            .flatMap(check -> check.examine(facts).stream())
            .toList());
  }

  /// The first hop at which a packet is lost; empty when nothing was found.
  public Optional<Finding> first() {
    return findings.stream().findFirst();
  }
}
