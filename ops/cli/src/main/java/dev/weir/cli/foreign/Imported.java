package dev.weir.cli.foreign;

import java.util.List;

/// What became of another program's configuration.
///
/// @param yaml ours
/// @param leftovers what was not taken over, in the order of the lines
record Imported(String yaml, List<Leftover> leftovers) {
  /// Something that was not taken over.
  ///
  /// @param number of its line; 0: no line of it
  /// @param text of the line, without what is secret
  record Leftover(String file, int number, String text, String why) {
    @Override
    public String toString() {
      return file + ":" + number + ": " + text + ": " + why;
    }
  }

  /// Keeps a copy.
  Imported {
    leftovers = List.copyOf(leftovers);
  }
}
