package dev.weir.node.access.file;

import dev.weir.node.access.octets.Lines;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The file that lines are appended to. What it has not taken it keeps, and is asked to take later:
/// a full disk tears no line. Confined to one thread.
public final class LogFile implements Closeable {
  private static final String MODE = "rw-r-----";

  private final Path path;
  private FileChannel channel;
  private ByteBuffer left = ByteBuffer.allocate(0);

  private LogFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /// Opens the file, which is made where it is not there.
  public static LogFile open(Path path) throws IOException {
    return new LogFile(path, channel(path));
  }

  private static FileChannel channel(Path path) throws IOException {
    return channel(
        path,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
  }

  /// A file of the mode that all files of the log have.
  static FileChannel channel(Path path, Set<StandardOpenOption> options) throws IOException {
    return Files.getFileStore(path.toAbsolutePath().getParent()).supportsFileAttributeView("posix")
        ? FileChannel.open(
            path,
            options,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(MODE)))
        : FileChannel.open(path, options);
  }

  /// Appends all the lines, or keeps what is left of them and fails. Nothing else may be appended
  /// until [#flush] has succeeded.
  public void append(Lines lines) throws IOException {
    left = ByteBuffer.wrap(lines.octets(), 0, lines.length());
    flush();
  }

  /// Appends what is left.
  public void flush() throws IOException {
    while (left.hasRemaining()) {
      channel.write(left);
    }
  }

  /// Where it is.
  Path path() {
    return path;
  }

  /// Octets that are in the file.
  long size() throws IOException {
    return channel.size();
  }

  /// Goes on in the file that has the name now, another one after it was renamed.
  public void reopen() throws IOException {
    FileChannel fresh = channel(path);
    channel.close();
    channel = fresh;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
