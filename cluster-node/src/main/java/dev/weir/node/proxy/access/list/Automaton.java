package dev.weir.node.proxy.access.list;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds which of many literals a text contains, in one pass over it (Aho and Corasick, Efficient
/// String Matching, 1975). Letters are compared in lower case. Never changes; for any thread.
final class Automaton {
  private static final int ASCII = 128;

  /// From a character to its column, alike for both cases; 0: it is in no literal.
  private final byte[] columns = new byte[ASCII];

  private final int width;
  private final int[] next;
  private final int[][] found;

  /// One that finds literals of ASCII in lower case; each belongs to some numbers.
  Automaton(Map<String, BitSet> literals) {
    this.width = 1 + assignColumns(literals.keySet());
    List<int[]> rows = new ArrayList<>(List.of(new int[width]));
    List<BitSet> ends = new ArrayList<>(List.of(new BitSet()));
    literals.forEach((literal, numbers) -> {
      int state = 0;
      for (int i = 0; i < literal.length(); i++) {
        int column = columns[literal.charAt(i)];
        if (rows.get(state)[column] == 0) {
          rows.get(state)[column] = rows.size();
          rows.add(new int[width]);
          ends.add(new BitSet());
        }
        state = rows.get(state)[column];
      }
      ends.get(state).or(numbers);
    });
    complete(rows, ends);
    this.next = rows.stream().flatMapToInt(Arrays::stream).toArray();
    this.found = ends.stream().map(it -> it.stream().toArray()).toArray(int[][]::new);
  }

  private int assignColumns(Set<String> literals) {
    int columnsUsed = 0;
    for (String literal : literals) {
      for (int i = 0; i < literal.length(); i++) {
        char c = literal.charAt(i);
        if (columns[c] == 0) {
          columns[c] = (byte) ++columnsUsed;
        }
      }
    }
    for (char c = 'A'; c <= 'Z'; c++) {
      columns[c] = columns[c + 'a' - 'A'];
    }
    return columnsUsed;
  }

  /// Where a literal does not go on, the longest one goes on that ends alike.
  private void complete(List<int[]> rows, List<BitSet> ends) {
    var fallback = new int[rows.size()];
    var queue = new ArrayDeque<Integer>();
    Arrays.stream(rows.getFirst()).filter(state -> state != 0).forEach(queue::add);
    while (!queue.isEmpty()) {
      int state = queue.remove();
      int[] row = rows.get(state);
      int[] other = rows.get(fallback[state]);
      ends.get(state).or(ends.get(fallback[state]));
      for (int column = 0; column < width; column++) {
        if (row[column] != 0) {
          fallback[row[column]] = other[column];
          queue.add(row[column]);
        } else {
          row[column] = other[column];
        }
      }
    }
  }

  /// The numbers of the literals that a text contains.
  BitSet in(String text) {
    var numbers = new BitSet();
    int state = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      state = next[state * width + (c < ASCII ? columns[c] : 0)];
      for (int number : found[state]) {
        numbers.set(number);
      }
    }
    return numbers;
  }

  /// The memory that it takes.
  long bytes() {
    return 4L * next.length + 16L * found.length;
  }
}
