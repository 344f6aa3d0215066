package dev.weir.node.access.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// The old files of a log, beside it: `access.log.20261122T114300.042Z`, and `.gz` behind that once
/// it is compressed. A thread of their own sees to them, with half of a core at the most.
///
/// ```
/// X ─▶ X and X.gz.part ─▶ X and X.gz ─▶ X.gz ─▶ gone
/// ```
///
/// Whatever a crash leaves is one of these, and the next look goes on from there.
final class Archive implements AutoCloseable {
  private static final Duration END_MAX = Duration.ofSeconds(2);
  private static final int CHUNK = 1 << 16;
  private static final String GZ = ".gz";
  private static final String PART = ".gz.part";
  private static final Set<StandardOpenOption> ANEW =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Path file;
  private final Path folder;
  private final Rotation rotation;
  private final Rotator.Report report;
  private final Pattern names;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("access-log-archive").daemon(true).factory());
  private long givenMillis = -1;
  private volatile boolean over;

  Archive(Path file, Rotation rotation, Rotator.Report report) {
    this.file = file.toAbsolutePath();
    this.folder = Objects.requireNonNull(this.file.getParent());
    this.rotation = rotation;
    this.report = report;
    this.names =
        Pattern.compile(
            Pattern.quote(file.getFileName() + ".")
                + "(\\d{8}T\\d{6}\\.\\d{3}Z)(\\.gz(\\.part)?)?");
  }

  /// A name that no old file has, for what is one from now on. It comes after all that were given,
  /// also where their files are gone: by its name the newest is kept.
  Path name(long nowMillis) {
    long millis = Math.max(nowMillis, givenMillis + 1);
    while (Files.exists(named(millis, "")) || Files.exists(named(millis, GZ))) {
      millis++;
    }
    givenMillis = millis;
    return named(millis, "");
  }

  private Path named(long millis, String end) {
    return beside(STAMP.format(Instant.ofEpochMilli(millis)), end);
  }

  private Path beside(String stamp, String end) {
    return folder.resolve(file.getFileName() + "." + stamp + end);
  }

  /// Has the old files seen to.
  void tidy() {
    thread.execute(() -> {
      try {
        prune();
        if (rotation.gzip()) {
          compress();
        }
      } catch (IOException e) {
        report.failed(e);
      }
    });
  }

  private void prune() throws IOException {
    List<String> newestFirst = stamps().stream().sorted(Comparator.reverseOrder()).toList();
    for (int i = 0; i < newestFirst.size(); i++) {
      String stamp = newestFirst.get(i);
      Files.deleteIfExists(beside(stamp, PART));
      if (i >= rotation.keep()) {
        Files.deleteIfExists(beside(stamp, GZ));
        Files.deleteIfExists(beside(stamp, ""));
      }
    }
  }

  private Set<String> stamps() throws IOException {
    var stamps = new TreeSet<String>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .map(it -> names.matcher(it.getFileName().toString()))
          .filter(Matcher::matches)
          .forEach(it -> stamps.add(it.group(1)));
    }
    return stamps;
  }

  private void compress() throws IOException {
    for (String stamp : stamps()) {
      Path plain = beside(stamp, "");
      if (!over && Files.exists(plain)) {
        compress(plain, beside(stamp, PART), beside(stamp, GZ));
      }
    }
  }

  private void compress(Path plain, Path part, Path whole) throws IOException {
    try (FileChannel channel = LogFile.channel(part, ANEW);
        InputStream from = Files.newInputStream(plain)) {
      OutputStream file = Channels.newOutputStream(channel);
      var to = new GZIPOutputStream(file, CHUNK);
      byte[] chunk = new byte[CHUNK];
      for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
        if (over) {
          return;
        }
        long began = System.nanoTime();
        to.write(chunk, 0, read);
        LockSupport.parkNanos(System.nanoTime() - began); // half of a core is for requests
      }
      to.finish();
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(part); // gives its room back
      throw e;
    }
    Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.delete(plain);
  }

  /// What is not compressed by now is with the next start.
  @Override
  public void close() {
    over = true;
    thread.shutdown();
    try {
      thread.awaitTermination(END_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
