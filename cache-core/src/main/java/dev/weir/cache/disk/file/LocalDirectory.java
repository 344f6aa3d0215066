package dev.weir.cache.disk.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// A directory of this host. The file `lock` in it is locked as long as it is open; the kernel lets
/// go of it when the process ends, however that ends.
public final class LocalDirectory implements Directory {
  private static final String LOCK = "lock";

  private final Path path;
  private final FileChannel lock;

  private LocalDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /// Opens a directory, which is made if it is not there.
  ///
  /// @throws Taken if another process, or another part of this one, has it
  public static LocalDirectory open(Path path) throws IOException, Taken {
    Files.createDirectories(path);
    FileChannel channel =
        FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!locked(channel)) {
      channel.close();
      throw new Taken(path.toString());
    }
    return new LocalDirectory(path, channel);
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  @Override
  public List<String> names() throws IOException {
    try (var files = Files.list(path)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(LOCK))
          .sorted()
          .toList();
    }
  }

  @Override
  public StoredFile open(String name) throws IOException {
    return new LocalFile(
        FileChannel.open(
            path.resolve(name),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE));
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(path.resolve(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(
        path.resolve(from),
        path.resolve(to),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void setAside(List<String> names, String below) throws IOException {
    Path aside = Files.createDirectories(path.resolve(below));
    for (String name : names) {
      Files.move(path.resolve(name), aside.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
