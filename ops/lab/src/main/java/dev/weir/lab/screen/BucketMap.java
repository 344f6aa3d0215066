package dev.weir.lab.screen;

import dev.weir.lab.program.Buckets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// Draws the slots of a table three times, sixteen to a row: before, moved at the kill, moved back.
///
/// An owner is the digit at the end of its name, a bucket that did not move is a dot, and one that
/// nobody owns is a dash. A row that looks like the one above it is left out; `..` stands for any
/// number of them.
public final class BucketMap {
  private static final int ROW = 16;
  private static final String GAP = "   ";

  private final List<String> addresses;
  private final Buckets before;
  private final Buckets killed;
  private final Buckets back;

  /// A map of three tables.
  ///
  /// @param addresses the caches in order: the first is drawn as 1
  /// @param before the table before the kill
  /// @param killed the table after it
  /// @param back the table after the return
  public BucketMap(List<String> addresses, Buckets before, Buckets killed, Buckets back) {
    this.addresses = List.copyOf(addresses);
    this.before = before;
    this.killed = killed;
    this.back = back;
  }

  /// The rows, a heading first, with the given text at the right of them.
  public List<String> lines(List<String> beside) {
    var left = new ArrayList<String>();
    left.add("     before (owner)     moved at kill      moved back");
    String above = "";
    boolean skipping = false;
    for (int row = 0; row < before.size() / ROW; row++) {
      int first = row * ROW;
      String drawn =
          draw(bucket -> digit(before, bucket), first)
              + GAP
              + draw(bucket -> moved(before, killed, bucket), first)
              + GAP
              + draw(bucket -> moved(killed, back, bucket), first);
      if (!drawn.equals(above)) {
        left.add(String.format("%02x   %s", first, drawn));
        skipping = false;
      } else if (!skipping) {
        left.add("..");
        skipping = true;
      }
      above = drawn;
    }
    return joined(left, beside);
  }

  private static List<String> joined(List<String> left, List<String> beside) {
    var lines = new ArrayList<String>();
    for (int i = 0; i < Math.max(left.size(), beside.size()); i++) {
      String start = i < left.size() ? left.get(i) : "";
      String end = i < beside.size() ? beside.get(i) : "";
      lines.add(String.format("%-62s%s", start, end).stripTrailing());
    }
    return lines;
  }

  private static String draw(IntFunction<String> cell, int first) {
    var row = new StringBuilder(ROW);
    for (int bucket = first; bucket < first + ROW; bucket++) {
      row.append(cell.apply(bucket));
    }
    return row.toString();
  }

  private String moved(Buckets from, Buckets to, int bucket) {
    return from.owner(bucket).equals(to.owner(bucket)) ? "." : digit(to, bucket);
  }

  private String digit(Buckets table, int bucket) {
    int index = addresses.indexOf(table.owner(bucket));
    return index < 0 ? "-" : Integer.toString(index + 1);
  }
}
