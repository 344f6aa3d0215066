package dev.weir.node.config;

import dev.weir.cache.disk.DiskSettings;
import dev.weir.node.config.rule.RuleConfig;
import dev.weir.node.config.value.Quantities;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The `cache` section: how much is stored, where, and by which rules beside those of HTTP.
///
/// @param diskWait how long a request waits for a disk before the origin is asked
public record CacheConfig(
    long memoryBytes, List<Disk> disks, Duration diskWait, List<RuleConfig> rules) {
  private static final Duration WAIT_LEAST = Duration.ofMillis(1);
  private static final Duration WAIT_MOST = Duration.ofSeconds(10);
  private static final long DISK_BYTES_MOST = 1L << 50;

  /// One folder that the node alone keeps responses in.
  public record Disk(Path path, long bytesMax) {
    static Disk read(SectionReader section) {
      return new Disk(
          section
              .key(
                  "path",
                  Values.folder(Path.of("/var/cache/weir")),
                  "A folder for what is kept over restarts, on a local disk; of this node alone.")
              .required(),
          section
              .key(
                  "size",
                  Quantities.size(DiskSettings.BYTES_LEAST, DISK_BYTES_MOST),
                  "How many bytes of files it may have.")
              .required());
    }
  }

  /// What is in force when the section is not written.
  public static final CacheConfig DEFAULTS =
      new CacheConfig(256L << 20, List.of(), Duration.ofMillis(200), List.of());

  /// Keeps copies of the lists.
  public CacheConfig {
    disks = List.copyOf(disks);
    rules = List.copyOf(rules);
  }

  static CacheConfig read(SectionReader section) {
    List<Disk> disks = section.sections("disk", Disk::read);
    if (disks.stream().map(Disk::path).distinct().count() < disks.size()) {
      section.refuse("disk", "two of them have the same path", "give each a folder of its own");
    }
    return new CacheConfig(
        section
            .key(
                "memory",
                Quantities.size(1L << 20, 1L << 40),
                "How many bytes of responses are kept in memory, outside the JVM's heap.")
            .or(DEFAULTS.memoryBytes),
        disks,
        section
            .key(
                "disk-wait",
                Quantities.duration(WAIT_LEAST, WAIT_MOST),
                "How long a request waits for a disk before the origin is asked.")
            .or(DEFAULTS.diskWait),
        RuleConfig.readAll(section));
  }
}
