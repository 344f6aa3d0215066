package dev.weir.cli.drill;

import dev.weir.node.telemetry.NodeEvent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Drills as people read them, on a terminal and in `docs/drills.md`. Pure.
final class DrillText {
  private static final String HEAD =
      """
      # Drills

      Faults to make on purpose, in working hours, before they come by themselves. `weir drill` lists them, `weir drill NAME`
      tells what follows here with the figures of this node's file. What a node does itself is begun with `--yes`; the rest
      is typed by hand, at the place that is named. One at a time, and `weir status` is well before the next.

      To practise without a network: `./weir lab --keep` ([tutorial](tutorial.md)), in which `ip netns pids` of a
      namespace and `kill` stand for `systemctl`.

      This page is generated from the drills with the defaults of the configuration: T = 10 s, a cluster of several nodes.
      A test compares the two.
      """;

  private DrillText() {}

  /// All drills, one on each line.
  static String list() {
    return Arrays.stream(Drill.values())
        .map(it ->
            "%-12s %s%s".formatted(it.word(), it.purpose(), it.act().isPresent() ? " (--yes)" : ""))
        .collect(Collectors.joining("\n", "", "\n\n'weir drill NAME' tells what to expect.\n"));
  }

  /// One of them.
  ///
  /// @param from whose figures these are
  static String of(Drill drill, Script script, String from) {
    return drill.word()
        + ": "
        + drill.purpose()
        + "\nfigures of "
        + from
        + "\n\ndo      on "
        + script.where()
        + "\n"
        + lines(script.make())
        + "\nexpect\n"
        + points(script.expect())
        + "\nwatch\n"
        + script.watch().stream().map(DrillText::lines).collect(Collectors.joining())
        + lines("weir show events      # " + events(script.events(), ""))
        + "\nundo\n"
        + lines(script.undo())
        + "\n"
        + (drill.act().isPresent() ? "'weir drill " + drill.word() + " --yes' begins it.\n" : "");
  }

  /// `docs/drills.md`.
  static String page() {
    var page = new StringBuilder(HEAD);
    for (Drill drill : Drill.values()) {
      Script script = Playbook.of(drill, Figures.DEFAULTS);
      page.append("\n## ").append(drill.word()).append("\n\n");
      page.append("What happens: ").append(drill.purpose()).append(". On ");
      page.append(script.where()).append(":\n\n").append(lines(script.make())).append('\n');
      script.expect().forEach(it -> page.append("- ").append(it).append('\n'));
      page.append("\nWatch; events are ").append(events(script.events(), "`")).append(":\n\n");
      script.watch().forEach(it -> page.append(lines(it)));
      page.append("\nUndo:\n\n").append(lines(script.undo()));
      page.append("\nWhen it is no drill: [").append(script.page().replace(".md", ""));
      page.append("](runbooks/").append(script.page()).append(").");
      page.append(drill.act().isPresent() ? " `--yes` begins this one." : "");
      page.append(" Its like: `./weir lab --scenario ").append(drill.played()).append("`.\n");
    }
    return page.toString();
  }

  private static String events(List<NodeEvent> events, String quote) {
    return events.stream()
        .map(it -> quote + it.eventName() + quote)
        .collect(Collectors.joining(", "));
  }

  private static String lines(String commands) {
    return Arrays.stream(commands.split("; (?=nft )"))
        .map(it -> "    " + it + "\n")
        .collect(Collectors.joining());
  }

  private static String points(List<String> sentences) {
    return sentences.stream().map(it -> "    - " + it + "\n").collect(Collectors.joining());
  }
}
