package dev.weir.router.ios;

import dev.weir.router.acl.AccessEntry;
import dev.weir.router.acl.AccessList;
import dev.weir.router.ios.word.Refused;
import dev.weir.router.ios.word.Words;
import java.util.List;
import java.util.TreeMap;

/// An access list while its lines are read: what each number of a line adds.
final class AccessListDraft implements Block {
  private static final int STEP = 10;
  private static final int NUMBER_MAX = 999_999_999;

  /// One line may stand for several entries: it tests a list of ports.
  private final TreeMap<Integer, List<AccessEntry>> lines = new TreeMap<>();

  private final String name;
  private final boolean standard;

  private AccessListDraft(String name, boolean standard) {
    this.name = name;
    this.standard = standard;
  }

  String name() {
    return name;
  }

  AccessList build() {
    return new AccessList(name, lines.values().stream().flatMap(List::stream).toList());
  }

  /// `access-list NUMBER …`: the number says which kind it is.
  static Block numbered(Words words, Draft draft) throws Refused {
    int number = words.number("number of the access list", 1, 2699);
    AccessListDraft list = known(words, draft, Integer.toString(number), isStandard(words, number));
    if (words.undo()) {
      words.rest();
      draft.accessLists().remove(list.name);
    } else {
      list.line(words, list.nextNumber());
      draft.accessLists().put(list.name, list);
    }
    return Block.NONE;
  }

  /// `ip access-list standard|extended NAME`, which begins a block.
  static Block named(Words words, Draft draft) throws Refused {
    boolean standard = words.choose("extended", "standard").equals("standard");
    String name = words.name("name of the access list");
    words.end();
    if (words.undo()) {
      draft.accessLists().remove(name);
      return Block.NONE;
    }
    AccessListDraft list = known(words, draft, name, standard);
    draft.accessLists().put(name, list);
    return list;
  }

  /// `[NUMBER] permit|deny …`, `remark …`, and `no NUMBER`.
  @Override
  public void read(Words words, int number) throws Refused {
    int at = words.isNumber() ? words.number("number of the line", 1, NUMBER_MAX) : nextNumber();
    if (words.undo() && words.isEnd()) {
      if (lines.remove(at) == null) {
        throw words.refused("the list has no line " + at, "remove this one");
      }
    } else if (words.undo()) {
      lines.values().remove(AccessLine.read(words, standard));
    } else {
      if (lines.containsKey(at)) {
        throw words.refused("the list has a line " + at, "write another number, or none");
      }
      line(words, at);
    }
  }

  private void line(Words words, int at) throws Refused {
    if (words.fits("remark") && words.take("remark")) {
      words.rest();
    } else {
      lines.put(at, AccessLine.read(words, standard));
    }
  }

  private int nextNumber() {
    return lines.isEmpty() ? STEP : lines.lastKey() + STEP;
  }

  private static AccessListDraft known(Words words, Draft draft, String name, boolean standard)
      throws Refused {
    AccessListDraft known = draft.accessLists().get(name);
    if (known != null && known.standard != standard) {
      throw words.refused(
          "access list " + name + " is of the other kind above",
          "give one of the two another name");
    }
    return known == null ? new AccessListDraft(name, standard) : known;
  }

  private static boolean isStandard(Words words, int number) throws Refused {
    if (number < 100 || within(number, 1300, 1999)) {
      return true;
    }
    if (number < 200 || number >= 2000) {
      return false;
    }
    throw words.refused(
        "access list " + number + " is not one of IP",
        "write 1 to 99 for a standard list, 100 to 199 for an extended one");
  }

  private static boolean within(int number, int least, int most) {
    return least <= number && number <= most;
  }
}
