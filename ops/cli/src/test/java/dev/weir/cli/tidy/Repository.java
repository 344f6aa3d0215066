package dev.weir.cli.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The text files of the repository this test runs in, without what a build or an editor leaves.
final class Repository {
  private static final Set<String> FOLDERS_PASSED_OVER =
      Set.of(".git", "target", ".idea", ".vscode", ".settings", "node_modules");
  private static final Set<String> ENDINGS =
      Set.of("java", "md", "xml", "yaml", "yml", "json", "sh", "properties", "hex", "txt", "cmd");
  private static final Set<String> NAMES =
      Set.of("weir", "mvnw", "run", ".editorconfig", ".gitattributes", ".gitignore", "LICENSE");

  private Repository() {}

  /// Every text file, read.
  static List<Source> sources() {
    Path root = root();
    var found = new ArrayList<Source>();
    try {
      Files.walkFileTree(root, new Reader(root, found));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(found);
  }

  /// The folder that holds the launcher and the parent pom.
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("weir")) || !Files.exists(folder.resolve("mvnw"))) {
      folder = java.util.Objects.requireNonNull(folder.getParent(), "not inside the repository");
    }
    return folder;
  }

  private static final class Reader extends SimpleFileVisitor<Path> {
    private final Path root;
    private final List<Source> found;

    Reader(Path root, List<Source> found) {
      this.root = root;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return FOLDERS_PASSED_OVER.contains(name(folder))
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String name = name(file);
      if (NAMES.contains(name) || ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1))) {
        String path = root.relativize(file).toString().replace('\\', '/');
        found.add(new Source(path, Files.readString(file, StandardCharsets.UTF_8)));
      }
      return FileVisitResult.CONTINUE;
    }

    private static String name(Path path) {
      return String.valueOf(path.getFileName());
    }
  }
}
