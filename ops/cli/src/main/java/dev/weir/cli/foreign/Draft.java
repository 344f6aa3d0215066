package dev.weir.cli.foreign;

import dev.weir.cli.foreign.Condition.Unsayable;
import dev.weir.cli.foreign.Imported.Leftover;
import java.util.ArrayList;
import java.util.List;

/// A configuration of ours that is being made of another program's, and what is left over.
final class Draft {
  final Yaml yaml =
      new Yaml(
          "node",
          "wccp",
          "gre",
          "ownership",
          "cache",
          "cache/disk",
          "cache/rules",
          "proxy",
          "proxy/intercept",
          "proxy/forward",
          "proxy/reverse",
          "proxy/parents",
          "proxy/chain",
          "proxy/access",
          "origin",
          "dns",
          "dns/ttl",
          "log",
          "log/access");
  final Acls acls = new Acls();
  private final List<Leftover> leftovers;

  Draft(List<Leftover> leftovers) {
    this.leftovers = leftovers;
  }

  /// A line is not taken over, or not all of it.
  void leave(SquidLine line, String why) {
    String text = line.toString().replaceAll("(?i)(login|password|passwd)=\\S+", "$1=***");
    if (line.name().equals("cachemgr_passwd")) {
      text = line.name() + " ***";
    }
    leftovers.add(new Leftover(line.file(), line.number(), text, why));
  }

  /// Something has to be written that no line says.
  void miss(String file, String what, String why) {
    leftovers.add(new Leftover(file, 0, what, why));
  }

  List<Leftover> leftovers() {
    return new ArrayList<>(leftovers);
  }

  /// What takes over a line.
  interface Taking {
    void take(SquidLine line) throws Unsayable;
  }

  /// A duration such as `90` seconds or `2 minutes`, in seconds.
  static long seconds(SquidLine line, int first) throws Unsayable {
    String number = line.word(first);
    if (!number.matches("[0-9]{1,9}")) {
      throw new Unsayable("\"" + number + "\" is no whole number");
    }
    long factor =
        switch (line.word(first + 1).replaceAll("s$", "")) {
          case "", "second" -> 1;
          case "minute" -> 60;
          case "hour" -> 3_600;
          case "day" -> 86_400;
          default -> throw new Unsayable("\"" + line.word(first + 1) + "\" is no unit of time");
        };
    return Long.parseLong(number) * factor;
  }
}
