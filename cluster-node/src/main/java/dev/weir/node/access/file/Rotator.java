package dev.weir.node.access.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// Makes an old file of the log and a new one. Confined to the log's thread, but for the archive.
///
/// What fails leaves the log in the file that it has, and is tried again a minute later.
public final class Rotator implements AutoCloseable {
  /// Is told what is not done, and why. For any thread.
  public interface Report {
    /// An old file was not compressed or removed.
    void failed(IOException why);
  }

  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final LogFile file;
  private final Rotation rotation;
  private final InstantSource wallClock;
  private final Archive archive;
  private long writtenMillis;
  private long notBeforeMillis;

  /// One for a file, whose older ones are seen to at once.
  public Rotator(LogFile file, Rotation rotation, Report report, InstantSource wallClock)
      throws IOException {
    this.file = file;
    this.rotation = rotation;
    this.wallClock = wallClock;
    this.writtenMillis = Files.getLastModifiedTime(file.path()).toMillis();
    this.archive = new Archive(file.path(), rotation, report);
    archive.tidy();
  }

  /// Lines were appended, or time has passed.
  public void look(boolean appended) throws IOException {
    long now = wallClock.millis();
    if (rotation.isDue(file.size(), writtenMillis, now) && now >= notBeforeMillis) {
      notBeforeMillis = now + AGAIN.toMillis();
      rotate(now);
      notBeforeMillis = 0;
      writtenMillis = now;
    } else if (appended) {
      writtenMillis = now;
    }
  }

  /// A file that is away already was renamed by somebody else, or before a new one could be made.
  private void rotate(long now) throws IOException {
    Path path = file.path();
    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(path, archive.name(now));
    }
    file.reopen();
    archive.tidy();
  }

  @Override
  public void close() {
    archive.close();
  }
}
