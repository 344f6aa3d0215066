package dev.weir.cli.show;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a node keeps, as text: its memory and its disks.
public final class TierText {
  private TierText() {}

  /// `GET /v1/cache` of a node.
  public record Cache(@Nullable Memory memory, List<Disk> disks) {
    /// Keeps a list that is never null.
    public Cache {
      disks = Answer.listOf(disks);
    }
  }

  /// The memory.
  public record Memory(long objects, long bytes, long bytesMax, long evictions) {}

  /// One disk.
  public record Disk(
      @Nullable String path,
      boolean failing,
      @Nullable String trouble,
      long objects,
      long bytes,
      long bytesMax,
      long longBytes,
      int longBodies,
      long indexBytes,
      long queuedBytes,
      long written,
      long found,
      int orders) {}

  static String of(Cache cache) {
    var text = new Text();
    text.line("     Objects  Octets                  Tier");
    Memory memory = cache.memory();
    if (memory != null) {
      text.line(line(memory.objects(), memory.bytes(), memory.bytesMax(), "memory"));
    }
    for (Disk disk : cache.disks()) {
      text.line(line(disk.objects(), disk.bytes(), disk.bytesMax(), Text.value(disk.path())));
    }
    for (Disk disk : cache.disks()) {
      text.line("").line(Text.value(disk.path()) + (disk.failing() ? "   FAILS" : ""));
      if (disk.failing()) {
        text.field(2, 16, "Why", disk.trouble());
      }
      text.field(2, 16, "Written", disk.written() + " objects since the start");
      text.field(2, 16, "Found", disk.found() + " that memory had not");
      text.field(2, 16, "Long bodies", disk.longBodies() + ", " + size(disk.longBytes()));
      text.field(2, 16, "Waiting", size(disk.queuedBytes()));
      text.field(2, 16, "Index", size(disk.indexBytes()) + " of memory");
      text.field(2, 16, "Purges", disk.orders() + " remembered");
    }
    return text.toString();
  }

  private static String line(long objects, long bytes, long bytesMax, String tier) {
    return "%12d  %-22s  %s".formatted(objects, size(bytes) + " of " + size(bytesMax), tier);
  }

  private static String size(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    double amount = bytes;
    while (unit < units.length - 1 && amount >= 1024) {
      amount /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, units[unit]);
  }
}
