package dev.weir.cli.foreign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The mappings of a `wccp.yaml`, with the line of each value.
final class GroupLines {
  private GroupLines() {}

  /// The values of a key, and where it stands.
  record Entry(int number, List<String> values) {}

  /// One service group.
  record Group(int number, Map<String, Entry> entries) {
    List<String> values(String key) {
      Entry entry = entries.get(key);
      return entry == null ? List.of() : entry.values();
    }

    String value(String key) {
      return values(key).stream().findFirst().orElse("");
    }
  }

  /// The groups of a text. What is no key and value is passed over.
  static List<Group> of(String file, List<String> texts) {
    var groups = new ArrayList<Group>();
    Group present = null;
    String open = "";
    int column = -1;
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i).replaceAll("(^|\\s)#.*$", "");
      String bare = text.strip();
      int indent = text.indexOf(bare);
      if (bare.isEmpty() || bare.equals("---") || bare.matches("service-groups\\s*:")) {
        continue;
      }
      boolean item = bare.startsWith("- ") || bare.equals("-");
      String rest = item ? bare.substring(1).strip() : bare;
      boolean keyed = rest.matches("[A-Za-z][A-Za-z0-9_-]*\\s*:(\\s.*)?");
      if (item && keyed && (column < 0 || indent <= column)) {
        present = new Group(i + 1, new LinkedHashMap<>());
        groups.add(present);
        column = indent;
      }
      if (present == null) {
        continue;
      }
      if (keyed) {
        open = rest.substring(0, rest.indexOf(':')).strip();
        var values = new ArrayList<>(words(rest.substring(rest.indexOf(':') + 1)));
        present.entries().put(open, new Entry(i + 1, values));
      } else if (item && present.entries().containsKey(open)) {
        present.entries().get(open).values().addAll(words(rest));
      }
    }
    return groups;
  }

  private static List<String> words(String text) {
    var words = new ArrayList<String>();
    for (String word : text.replaceAll("[\\[\\]{}\"']", " ").strip().split("[,\\s]+", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }
}
