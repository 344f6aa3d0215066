package dev.weir.cli.show.recent;

import dev.weir.cli.show.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows under headings, each column as wide as its widest cell; numbers stand to the right.
public final class Columns {
  private static final String GAP = "  ";

  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();

  /// A table with these headings; one that begins with `>` is of numbers.
  public Columns(String... headings) {
    this.headings = List.of(headings);
  }

  /// Adds a row with a cell for each heading.
  public Columns row(@Nullable Object... cells) {
    var row = new ArrayList<String>();
    for (Object cell : cells) {
      row.add(cell == null ? "-" : Text.value(cell));
    }
    if (row.size() != headings.size()) {
      throw new IllegalArgumentException(row + " under " + headings);
    }
    rows.add(List.copyOf(row));
    return this;
  }

  @Override
  public String toString() {
    var all = new ArrayList<List<String>>();
    all.add(headings.stream().map(it -> isNumber(it) ? it.substring(1) : it).toList());
    all.addAll(rows);
    var text = new StringBuilder();
    for (List<String> row : all) {
      var line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        int width = width(all, i);
        String pad = " ".repeat(width - row.get(i).length());
        line.append(i == 0 ? "" : GAP);
        line.append(isNumber(headings.get(i)) ? pad + row.get(i) : row.get(i) + pad);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static boolean isNumber(String heading) {
    return heading.startsWith(">");
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
