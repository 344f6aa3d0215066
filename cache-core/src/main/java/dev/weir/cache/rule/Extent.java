package dev.weir.cache.rule;

import dev.weir.cache.message.Fields;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which octets of a whole a stored part has (RFC 9110 §14.4 Content-Range).
///
/// @param first the position of its first octet
/// @param last of its last one, below `total`
/// @param total the length of the whole
public record Extent(long first, long last, long total) {
  private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

  /// Refuses what is no part of a whole.
  public Extent {
    if (first < 0 || last < first || total <= last) {
      throw new IllegalArgumentException(first + "-" + last + "/" + total);
    }
  }

  /// What Content-Range claims; empty if it claims nothing that we understand, or no length of the
  /// whole.
  static Optional<Extent> claimed(Fields response) {
    Optional<Matcher> parts =
        response.combined("Content-Range").map(RANGE::matcher).filter(Matcher::matches);
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    long first = Long.parseLong(parts.get().group(1));
    long last = Long.parseLong(parts.get().group(2));
    long total = Long.parseLong(parts.get().group(3));
    return first <= last && last < total
        ? Optional.of(new Extent(first, last, total))
        : Optional.empty();
  }

  /// What a body of this length has of what is claimed: what came, from the first octet on, and no
  /// more (RFC 9111 §3.3 Storing Incomplete Responses). Empty if it has nothing, or is too long.
  Optional<Extent> filledBy(long length) {
    return length == 0 || length > length()
        ? Optional.empty()
        : Optional.of(new Extent(first, first + length - 1, total));
  }

  /// How many octets it has.
  public long length() {
    return last - first + 1;
  }

  /// Whether all of a part of the whole is in it.
  boolean has(ByteRange range) {
    return range instanceof ByteRange.Part(long from, long to) && from >= first && to <= last;
  }

  /// Both together, where they touch or overlap and are of the same length as a whole.
  Optional<Extent> joined(Extent other) {
    boolean touch = first <= other.last + 1 && other.first <= last + 1;
    return touch && total == other.total
        ? Optional.of(new Extent(Math.min(first, other.first), Math.max(last, other.last), total))
        : Optional.empty();
  }

  /// Whether nothing is missing.
  boolean isWhole() {
    return length() == total;
  }
}
