package dev.weir.lab.host;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What the machine itself, outside the lab's namespaces, carries of Weir's names.
///
/// Taken before a run and after it: the lab works in its namespaces alone, so both are equal, and a
/// node that really serves this machine is not mistaken for a leftover.
///
/// @param lines devices, routing rules and nft tables that bear a name Weir uses
public record HostTrace(Set<String> lines) {
  private static final List<List<String>> LISTS =
      List.of(
          List.of("ip", "-o", "link", "show"),
          List.of("ip", "rule", "show"),
          List.of("nft", "list", "tables"));

  /// Copies the lines.
  public HostTrace {
    lines = Set.copyOf(lines);
  }

  /// Looks at the machine now.
  public static HostTrace take() throws InterruptedException {
    var found = new TreeSet<String>();
    for (List<String> command : LISTS) {
      Shell.run(Shell.PATIENCE, command)
          .out()
          .lines()
          .filter(line -> line.contains("weir") || line.contains("wccp"))
          .forEach(found::add);
    }
    return new HostTrace(found);
  }

  /// What is here now and was not there before.
  public List<String> addedSince(HostTrace before) {
    return lines.stream().filter(line -> !before.lines.contains(line)).sorted().toList();
  }
}
