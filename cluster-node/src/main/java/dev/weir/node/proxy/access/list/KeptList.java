package dev.weir.node.proxy.access.list;

import dev.weir.node.proxy.access.list.ListReader.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A list that follows its files: what was read last holds until what is there now was read whole.
///
/// Read by one thread; asked by any, which are never kept waiting.
public final class KeptList implements Supplier<BlockList> {
  private final Source source;
  private volatile BlockList present;
  private volatile Instant readAt;
  private List<Mark> marks;

  /// When a file was changed last, and how long it is.
  private record Mark(FileTime changed, long octets) {}

  /// What came of looking at the files.
  public sealed interface Look {
    /// Nothing has changed.
    record Same() implements Look {}

    /// They were read.
    record Read(BlockList list, long millis) implements Look {}

    /// They could not be; the old list holds.
    record Failed(String reason) implements Look {}
  }

  private KeptList(Source source, BlockList first, Instant now, List<Mark> marks) {
    this.source = source;
    this.present = first;
    this.readAt = now;
    this.marks = marks;
  }

  /// One that has been read.
  ///
  /// @throws IOException when it cannot be
  public static KeptList open(Source source, Instant now) throws IOException {
    List<Mark> marks = marks(source);
    return new KeptList(source, ListReader.read(source), now, marks);
  }

  @Override
  public BlockList get() {
    return present;
  }

  /// Its name.
  public String name() {
    return source.name();
  }

  /// When it was read last.
  public Instant readAt() {
    return readAt;
  }

  /// Looks whether the files have changed, and reads them if they have. A file that fails is not
  /// tried again until it changes.
  public Look look(Instant now) {
    long beganNs = System.nanoTime();
    try {
      List<Mark> seen = marks(source);
      if (seen.equals(marks)) {
        return new Look.Same();
      }
      marks = seen;
      BlockList read = ListReader.read(source);
      present = read;
      readAt = now;
      return new Look.Read(read, (System.nanoTime() - beganNs) / 1_000_000);
    } catch (IOException e) {
      boolean known = marks.isEmpty();
      marks = marksIfAny(source).orElse(List.of());
      return known && marks.isEmpty()
          ? new Look.Same()
          : new Look.Failed(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private static Optional<List<Mark>> marksIfAny(Source source) {
    try {
      return Optional.of(marks(source));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static List<Mark> marks(Source source) throws IOException {
    var marks = new ArrayList<Mark>();
    for (Path file : source.all()) {
      marks.add(new Mark(Files.getLastModifiedTime(file), Files.size(file)));
    }
    return marks;
  }
}
