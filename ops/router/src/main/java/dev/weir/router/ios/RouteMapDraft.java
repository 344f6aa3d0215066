package dev.weir.router.ios;

import dev.weir.router.ios.word.Refused;
import dev.weir.router.ios.word.Words;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// A route-map while its lines are read.
final class RouteMapDraft {
  private static final int NUMBER = 10;
  private static final int NUMBER_MAX = 65535;

  private final String name;
  private final TreeMap<Integer, Clause> clauses = new TreeMap<>();

  private RouteMapDraft(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  IosRouteMap build() {
    return new IosRouteMap(name, clauses.values().stream().map(Clause::build).toList());
  }

  /// `route-map NAME [permit|deny] [NUMBER]`, which begins a block.
  static Block clause(Words words, int line, Draft draft) throws Refused {
    String name = words.name("name of the route-map");
    boolean permit =
        words.isEnd() || words.isNumber() || words.choose("deny", "permit").equals("permit");
    int number = words.isEnd() ? NUMBER : words.number("number of the clause", 0, NUMBER_MAX);
    words.end();
    if (words.undo()) {
      draft.routeMaps().remove(name);
      return Block.NONE;
    }
    return draft
        .routeMaps()
        .computeIfAbsent(name, RouteMapDraft::new)
        .clauses
        .computeIfAbsent(number, _ -> new Clause(line, number, permit));
  }

  /// One clause while its lines are read.
  private static final class Clause implements Block {
    private final int line;
    private final int number;
    private final boolean permit;
    private final List<String> accessLists = new ArrayList<>();
    private final List<Inet4Address> nextHops = new ArrayList<>();

    Clause(int line, int number, boolean permit) {
      this.line = line;
      this.number = number;
      this.permit = permit;
    }

    IosRouteMap.Clause build() {
      return new IosRouteMap.Clause(line, number, permit, accessLists, nextHops);
    }

    @Override
    public void read(Words words, int at) throws Refused {
      switch (words.choose("description", "match", "set")) {
        case "description" -> words.rest();
        case "match" -> match(words);
        default -> set(words);
      }
    }

    private void match(Words words) throws Refused {
      words.choose("ip");
      words.choose("address");
      var lists = new ArrayList<String>();
      do {
        lists.add(words.name("access list"));
      } while (!words.isEnd());
      if (words.undo()) {
        accessLists.removeAll(lists);
      } else {
        accessLists.addAll(lists);
      }
    }

    private void set(Words words) throws Refused {
      words.choose("ip");
      words.choose("next-hop");
      var hops = new ArrayList<Inet4Address>();
      while (!words.isEnd() || (hops.isEmpty() && !words.undo())) {
        hops.add(words.address("next hop"));
      }
      if (!words.undo()) {
        nextHops.addAll(hops);
      } else if (hops.isEmpty()) {
        nextHops.clear();
      } else {
        nextHops.removeAll(hops);
      }
    }
  }
}
