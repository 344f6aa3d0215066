package dev.weir.lab.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// The lab's memory outside the process: whatever it makes is written here before it is made.
///
/// `lock` is held while a lab lives (a killed one lets go of it), `owner` says who, `made` is a
/// journal of things, `children/` holds the `/proc` line of each child, written by the child itself
/// before it becomes the program, and `run/` is scratch space.
public final class StateFolder implements AutoCloseable {
  /// A thing that was about to be made.
  public sealed interface Made {
    /// A network namespace, by its name.
    record Namespace(String name) implements Made {}

    /// A file or an empty folder that did not exist before.
    record PathMade(Path path) implements Made {}
  }

  private final Path folder;
  private final FileChannel lockFile;
  private final AtomicInteger children = new AtomicInteger();

  private StateFolder(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /// Takes the folder for this process; empty when a living lab has it.
  public static Optional<StateFolder> take(Path folder) throws IOException {
    Files.createDirectories(folder);
    var channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException _) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
      return Optional.empty();
    }
    return Optional.of(new StateFolder(folder, channel));
  }

  /// Who has the folder, as far as it is written there.
  public static Optional<ProcessIdentity> owner(Path folder) {
    try {
      return ProcessIdentity.fromStat(Files.readString(folder.resolve("owner")));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// Begins a run: everything earlier has been cleaned, and this process is the owner.
  public void begin() throws IOException {
    Files.createDirectories(folder.resolve("children"));
    Files.createDirectories(run());
    Files.copy(Path.of("/proc/self/stat"), folder.resolve("owner"));
  }

  /// Scratch space of this run: configurations, logs, captures.
  public Path run() {
    return folder.resolve("run");
  }

  /// Writes down what is about to be made.
  public void record(Made made) throws IOException {
    String line =
        switch (made) {
          case Made.Namespace(String name) -> "namespace " + name;
          case Made.PathMade(Path path) -> "path " + path;
        };
    Files.writeString(
        folder.resolve("made"),
        line + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /// What is written down, in order. A line cut short by a kill is left out.
  public List<Made> made() throws IOException {
    var found = new ArrayList<Made>();
    Path journal = folder.resolve("made");
    if (!Files.exists(journal)) {
      return found;
    }
    for (String line : Files.readAllLines(journal, StandardCharsets.UTF_8)) {
      if (line.startsWith("namespace ")) {
        found.add(new Made.Namespace(line.substring("namespace ".length())));
      } else if (line.startsWith("path /")) {
        found.add(new Made.PathMade(Path.of(line.substring("path ".length()))));
      }
    }
    return found;
  }

  /// A fresh file in which the next child writes its `/proc` line before it becomes a program.
  Path nextChildFile() {
    return folder.resolve("children").resolve(Integer.toString(children.incrementAndGet()));
  }

  /// The children that are written down, living or not.
  public List<ProcessIdentity> children() throws IOException {
    Path all = folder.resolve("children");
    if (!Files.isDirectory(all)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(all)) {
      return files.flatMap(file -> identity(file).stream()).toList();
    }
  }

  private static Optional<ProcessIdentity> identity(Path file) {
    try {
      return ProcessIdentity.fromStat(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Forgets the earlier run, once everything it made is gone. The lock stays.
  public void clear() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(folder) && !path.equals(folder.resolve("lock"))) {
          Files.delete(path);
        }
      }
    }
  }

  /// Removes the folder itself and lets go of it.
  public void remove() throws IOException {
    clear();
    Files.deleteIfExists(folder.resolve("lock"));
    Files.deleteIfExists(folder);
    close();
  }

  /// Lets go of the folder; what is written in it stays.
  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
