package dev.weir.node.control;

import dev.weir.wccp.cache.CacheSettings;
import dev.weir.wccp.message.ServiceGroup;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// The highest change number used in each service group, kept in a file, so that none is used for
/// another table after a restart (§4.3, ADR-0014).
///
/// The file has a line `GROUP NUMBER` for each group and is replaced whole. Confined to the control
/// thread after construction.
public final class ChangeNumbers {
  private static final int FILE_BYTES_MAX = 65_536;

  private final Path file;
  private final Map<String, Long> used;

  private ChangeNumbers(Path file, Map<String, Long> used) {
    this.file = file;
    this.used = used;
  }

  /// The numbers in this file. One that is not there, or a line that cannot be read, tells nothing.
  ///
  /// @throws IOException when there is a file and it cannot be read
  public static ChangeNumbers read(Path file) throws IOException {
    var used = new TreeMap<String, Long>();
    try (var in = Files.newInputStream(file)) {
      new String(in.readNBytes(FILE_BYTES_MAX), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" ", -1))
          .filter(words -> words.length == 2 && words[1].matches("[0-9]{1,10}"))
          .forEach(words -> used.put(words[0], Long.parseLong(words[1])));
    } catch (NoSuchFileException none) {
      return new ChangeNumbers(file, used);
    }
    return new ChangeNumbers(file, used);
  }

  /// Numbers that nothing is known about; they are kept in this file from the first one on.
  public static ChangeNumbers unknown(Path file) {
    return new ChangeNumbers(file, new TreeMap<>());
  }

  /// The first number that may be used: above any used before, and not below the seconds of the
  /// wall clock, should the file have been lost.
  public int first(ServiceGroup group, Instant wallClock) {
    long before = used.getOrDefault(key(group), 0L) + 1;
    return (int) Math.max(before, wallClock.getEpochSecond());
  }

  /// Where numbers begin: at [#first], and, where nothing is known of those used before, by chance
  /// well above what routers show.
  public CacheSettings.Numbering numbering(
      ServiceGroup group, Instant wallClock, RandomGenerator random) {
    int lead =
        used.containsKey(key(group)) ? 0 : random.nextInt(1, CacheSettings.Numbering.LEAD_MAX + 1);
    return new CacheSettings.Numbering(first(group, wallClock), lead);
  }

  /// Notes that a number is about to be used.
  ///
  /// @throws IOException when it could not be written down
  public void use(ServiceGroup group, int number) throws IOException {
    used.merge(key(group), Integer.toUnsignedLong(number), Math::max);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try (var out =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      out.write(StandardCharsets.UTF_8.encode(text()));
      out.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private String text() {
    return used.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private static String key(ServiceGroup group) {
    return Labels.of(group.type()) + "-" + group.id();
  }
}
