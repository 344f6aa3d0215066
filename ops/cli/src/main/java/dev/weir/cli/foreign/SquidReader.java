package dev.weir.cli.foreign;

import dev.weir.cli.foreign.Imported.Leftover;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads a squid.conf and what it includes.
final class SquidReader {
  private static final int DEPTH_MAX = 16;
  private static final int LINES_MAX = 100_000;

  private final List<SquidLine> lines = new ArrayList<>();
  private final List<Leftover> leftovers;

  SquidReader(List<Leftover> leftovers) {
    this.leftovers = leftovers;
  }

  /// Every line of a file that says something, those of included files in their place.
  ///
  /// @throws IOException if the file itself cannot be read
  List<SquidLine> read(Path file) throws IOException {
    read(file, 0);
    return List.copyOf(lines);
  }

  private void read(Path file, int depth) throws IOException {
    List<String> texts = Files.readAllLines(file, StandardCharsets.UTF_8);
    for (int i = 0; i < texts.size() && lines.size() < LINES_MAX; i++) {
      int first = i;
      var text = new StringBuilder(texts.get(i));
      while (text.length() > 0 && text.charAt(text.length() - 1) == '\\' && i + 1 < texts.size()) {
        text.setLength(text.length() - 1);
        text.append(' ').append(texts.get(++i).strip());
      }
      List<String> words = words(text.toString());
      if (!words.isEmpty()) {
        var line =
            new SquidLine(
                file.toString(), first + 1, words.getFirst(), words.subList(1, words.size()));
        take(line, file, depth);
      }
    }
  }

  private void take(SquidLine line, Path file, int depth) {
    if (!line.name().equals("include")) {
      lines.add(line);
      return;
    }
    for (String pattern : line.words()) {
      Path path = file.resolveSibling(pattern);
      try {
        if (depth == DEPTH_MAX) {
          throw new IOException("included too deeply");
        }
        for (Path each : matching(path)) {
          read(each, depth + 1);
        }
      } catch (IOException e) {
        leftovers.add(
            new Leftover(line.file(), line.number(), line.toString(), "it cannot be read: " + e));
      }
    }
  }

  private static List<Path> matching(Path path) throws IOException {
    String name = String.valueOf(path.getFileName());
    if (name.indexOf('*') < 0) {
      return List.of(path);
    }
    var found = new ArrayList<Path>();
    try (var files = Files.newDirectoryStream(path.toAbsolutePath().getParent(), name)) {
      files.forEach(found::add);
    }
    found.sort(null);
    return found;
  }

  /// The values of an ACL, where a word in quotes is a file of them.
  List<String> values(SquidLine acl) {
    var values = new ArrayList<String>();
    for (String word : acl.from(2)) {
      if (word.startsWith("\"")) {
        Path list = Path.of(acl.file()).resolveSibling(word.replace("\"", ""));
        try {
          Files.readAllLines(list, StandardCharsets.UTF_8).stream()
              .map(SquidReader::words)
              .filter(words -> !words.isEmpty())
              .forEach(words -> values.add(words.getFirst()));
        } catch (IOException e) {
          leftovers.add(
              new Leftover(acl.file(), acl.number(), acl.toString(), "it cannot be read: " + e));
        }
      } else {
        values.add(word);
      }
    }
    return values;
  }

  /// The words of a line up to a comment.
  static List<String> words(String text) {
    var words = new ArrayList<String>();
    for (String word : text.strip().split("\\s+", -1)) {
      if (word.startsWith("#")) {
        break;
      }
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }
}
