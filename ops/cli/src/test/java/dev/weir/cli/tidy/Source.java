package dev.weir.cli.tidy;

import java.nio.file.Path;
import java.util.List;

/// A text file of the repository.
///
/// @param path relative to the repository's root, with `/`
/// @param text its whole content
record Source(String path, String text) {
  boolean isJava() {
    return path.endsWith(".java");
  }

  boolean isTest() {
    return path.contains("/src/test/");
  }

  boolean isMarkdown() {
    return path.endsWith(".md");
  }

  String fileName() {
    return String.valueOf(Path.of(path).getFileName());
  }

  List<String> lines() {
    return text.lines().toList();
  }
}
