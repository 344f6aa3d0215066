package dev.weir.cli.foreign;

import java.util.List;

/// A line of a squid.conf: its name and the words behind it.
///
/// @param file as it was named
/// @param number from 1; of a continued line that of its first
record SquidLine(String file, int number, String name, List<String> words) {
  /// Keeps a copy.
  SquidLine {
    words = List.copyOf(words);
  }

  /// A word, or the empty string.
  String word(int index) {
    return index < words.size() ? words.get(index) : "";
  }

  /// The words from one on.
  List<String> from(int index) {
    return words.subList(Math.min(index, words.size()), words.size());
  }

  /// The value of an option such as `name=value`, or the empty string.
  String option(String option) {
    return words.stream()
        .filter(word -> word.startsWith(option + "="))
        .map(word -> word.substring(option.length() + 1))
        .findFirst()
        .orElse("");
  }

  @Override
  public String toString() {
    return name + " " + String.join(" ", words);
  }
}
