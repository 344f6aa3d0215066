package dev.weir.cli.show;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `show buckets`: the 256 buckets as 16 lines of 16, one character per owner, and the owners.
///
/// Bucket `0xa3` stands in line `a0`, column `3`. An owner's character is its rank by address, `1`
/// first; with more than nine owners letters follow. `.` is a bucket without an owner, whose
/// traffic the router forwards undiverted.
public final class BucketMap {
  private static final int SIDE = 16;
  private static final String MARKS = "123456789abcdefghijklmnopqrstuvw";

  private BucketMap() {}

  /// The map of a node's table, and what the node gives back.
  static String of(Answer.Buckets buckets) {
    var text = new StringBuilder(of(buckets.key(), buckets.table()));
    if (buckets.overload() != null) {
      text.append(
          "%nThis node has too much to do: %s. New connections in %d buckets go back to the router:%n"
              .formatted(Text.value(buckets.overload()), buckets.givenBack().size()));
      text.append(
          buckets.givenBack().stream()
              .map(bucket -> String.format(Locale.ROOT, "%02x", bucket))
              .collect(Collectors.joining(" ", "  ", "\n")));
    }
    return text.toString();
  }

  /// The map of a table. Entries beyond 256 are not shown.
  public static String of(Answer.@Nullable Key key, List<@Nullable String> table) {
    List<String> owners =
        new ArrayList<>(table.stream().filter(owner -> owner != null).distinct().toList());
    owners.sort(Comparator.comparingLong(BucketMap::asNumber).thenComparing(owner -> owner));
    var text = new Text();
    long assigned = table.stream().filter(owner -> owner != null).count();
    text.line(
        "Buckets: %d of %d assigned, key %s".formatted(assigned, SIDE * SIDE, Text.value(key)));
    text.line("").line("     0123456789abcdef");
    for (int row = 0; row < SIDE; row++) {
      text.line(row(row, table, owners));
    }
    text.line("");
    for (int i = 0; i < owners.size(); i++) {
      String owner = owners.get(i);
      int count = (int) table.stream().filter(owner::equals).count();
      text.line("  %c  %-15s  %s".formatted(mark(i), Text.value(owner), Text.allotment(count)));
    }
    return text.toString();
  }

  private static String row(int row, List<@Nullable String> table, List<String> owners) {
    var line = new StringBuilder(String.format(Locale.ROOT, "%02x   ", row * SIDE));
    for (int column = 0; column < SIDE; column++) {
      int bucket = row * SIDE + column;
      String owner = bucket < table.size() ? table.get(bucket) : null;
      line.append(owner == null ? '.' : mark(owners.indexOf(owner)));
    }
    return line.toString();
  }

  private static char mark(int rank) {
    return rank < MARKS.length() ? MARKS.charAt(rank) : '*';
  }

  /// An IPv4 address as the unsigned number by which WCCP orders addresses; others come last.
  private static long asNumber(String address) {
    if (!address.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
      return Long.MAX_VALUE;
    }
    long number = 0;
    for (String octet : address.split("\\.", -1)) {
      number = number << 8 | Integer.parseInt(octet);
    }
    return number;
  }
}
