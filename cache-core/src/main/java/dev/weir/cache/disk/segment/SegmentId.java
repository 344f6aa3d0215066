package dev.weir.cache.disk.segment;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Which segment it is, of which disk.
///
/// @param disk drawn at random when the disk was first used
/// @param number counts from 1 and is never used again
public record SegmentId(long disk, int number) {
  private static final Pattern NAME = Pattern.compile("([0-9a-f]{8})\\.segment");

  /// The name of its file.
  public String fileName() {
    return String.format(Locale.ROOT, "%08x.segment", number);
  }

  /// The number in a file's name; empty if it is no segment's.
  public static OptionalInt number(String fileName) {
    var name = NAME.matcher(fileName);
    return name.matches()
        ? OptionalInt.of(Integer.parseUnsignedInt(name.group(1), 16))
        : OptionalInt.empty();
  }
}
