package dev.weir.node.config.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Which known word was probably meant by an unknown one.
final class Spelling {
  private Spelling() {}

  /// The known word with the fewest edits, when they are few enough for its length.
  static Optional<String> nearest(String word, Collection<String> known) {
    return known.stream()
        .filter(candidate ->
            edits(word, candidate)
                <= Math.max(candidate.length() < 4 ? 1 : 2, candidate.length() / 3))
        .min(Comparator.comparingInt(candidate -> edits(word, candidate)));
  }

  /// Levenshtein's distance: the least number of letters to insert, delete or exchange.
  static int edits(String from, String to) {
    if (Math.abs(from.length() - to.length()) > 32) {
      return Integer.MAX_VALUE; // a file may hold a key of any length; nothing near it is known
    }
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int exchange = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(exchange, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
