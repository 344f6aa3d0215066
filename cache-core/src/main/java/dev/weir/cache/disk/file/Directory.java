package dev.weir.cache.disk.file;

import java.io.IOException;
import java.util.List;

/// A directory that belongs to one node alone as long as it is open.
public interface Directory extends AutoCloseable {
  /// The names of its files.
  List<String> names() throws IOException;

  /// Opens a file, which is made if it is not there.
  StoredFile open(String name) throws IOException;

  /// Deletes a file; one that is not there is no failure. Whoever has it open can still read.
  void delete(String name) throws IOException;

  /// Gives a file another name, in the place of one that has it.
  void rename(String from, String to) throws IOException;

  /// Moves files into a directory below this one, which is made.
  void setAside(List<String> names, String below) throws IOException;

  /// Lets it go, for another node to open.
  @Override
  void close() throws IOException;

  /// Opens directories by their path.
  @FunctionalInterface
  interface Opening {
    /// Opens one, which is made if it is not there.
    ///
    /// @throws Taken if another node has it
    /// @throws IOException if the host does not let us
    Directory open() throws IOException, Taken;
  }

  /// Another process has the directory.
  final class Taken extends Exception {
    private static final long serialVersionUID = 1;

    /// That it has this one.
    public Taken(String path) {
      super(path);
    }
  }
}
