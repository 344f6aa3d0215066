package dev.weir.node.proxy.access.list;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Prefixes of addresses of both families: eight octets for one of IPv4, and a search by halves.
/// Never changes; for any thread.
public final class PrefixSet {
  /// Nothing.
  public static final PrefixSet NONE = new Builder().build();

  private final long[] short4;
  private final long[] upper6;
  private final long[] lower6;
  private final byte[] length6;

  private PrefixSet(long[] short4, List<Wide> wide) {
    this.short4 = short4;
    this.upper6 = wide.stream().mapToLong(Wide::upper).toArray();
    this.lower6 = wide.stream().mapToLong(Wide::lower).toArray();
    this.length6 = new byte[wide.size()];
    for (int i = 0; i < length6.length; i++) {
      length6[i] = (byte) wide.get(i).length;
    }
  }

  /// These prefixes.
  ///
  /// @throws IllegalArgumentException when one is none
  public static PrefixSet of(String... texts) {
    var builder = new Builder();
    for (String text : texts) {
      if (!builder.add(text)) {
        throw new IllegalArgumentException(text);
      }
    }
    return builder.build();
  }

  /// A prefix of IPv6.
  private record Wide(long upper, long lower, int length) {
    static final Comparator<Wide> ORDER =
        Comparator.comparingLong((Wide it) -> it.upper ^ Long.MIN_VALUE)
            .thenComparingLong(it -> it.lower ^ Long.MIN_VALUE)
            .thenComparingInt(Wide::length);

    boolean has(long otherUpper, long otherLower) {
      long low = length <= 64 ? 0 : -1L << (128 - length);
      long high = length == 0 ? 0 : length >= 64 ? -1L : -1L << (64 - length);
      return (otherUpper & high) == upper && (otherLower & low) == lower;
    }
  }

  /// Whether an address begins as one of them.
  public boolean has(InetAddress address) {
    byte[] octets = address.getAddress();
    return octets.length == 4 ? hasShort(u32(octets)) : hasWide(u64(octets, 0), u64(octets, 8));
  }

  private boolean hasShort(long address) {
    int found = Arrays.binarySearch(short4, address << 8 | 32);
    int below = found >= 0 ? found : -found - 2;
    return below >= 0 && isWithin(address, short4[below]);
  }

  private static boolean isWithin(long address, long prefix) {
    return (address & mask((int) prefix & 0xff)) == prefix >>> 8;
  }

  private boolean hasWide(long upper, long lower) {
    int low = 0;
    int high = upper6.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Long.compareUnsigned(upper6[middle], upper);
      order = order != 0 ? order : Long.compareUnsigned(lower6[middle], lower);
      if (order <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high >= 0
        && new Wide(upper6[high], lower6[high], length6[high] & 0xff).has(upper, lower);
  }

  /// How many there are that are in no other.
  public int count() {
    return short4.length + upper6.length;
  }

  /// The memory that they take.
  public long bytes() {
    return 8L * short4.length + 17L * upper6.length;
  }

  private static long mask(int length) {
    return length == 0 ? 0 : 0xffffffffL << (32 - length) & 0xffffffffL;
  }

  private static long u32(byte[] octets) {
    return (octets[0] & 0xffL) << 24
        | (octets[1] & 0xffL) << 16
        | (octets[2] & 0xffL) << 8
        | (octets[3] & 0xffL);
  }

  private static long u64(byte[] octets, int from) {
    long value = 0;
    for (int at = from; at < from + 8; at++) {
      value = value << 8 | (octets[at] & 0xff);
    }
    return value;
  }

  /// Takes prefixes in. Confined to one thread.
  public static final class Builder {
    private long[] short4 = new long[16];
    private int count4;
    private final List<Wide> wide = new ArrayList<>();

    /// Takes `ADDRESS` or `ADDRESS/LENGTH`. False: it is neither, or has bits behind the length.
    public boolean add(String text) {
      int slash = text.indexOf('/');
      Optional<InetAddress> network = literal(slash < 0 ? text : text.substring(0, slash));
      if (network.isEmpty()) {
        return false;
      }
      int bits = network.get().getAddress().length * 8;
      int length = slash < 0 ? bits : number(text.substring(slash + 1));
      return length >= 0 && length <= bits && add(network.get(), length);
    }

    /// Takes a prefix. False: it has bits behind its length.
    public boolean add(InetAddress network, int length) {
      byte[] octets = network.getAddress();
      if (octets.length == 4) {
        long address = u32(octets);
        if ((address & ~mask(length)) != 0) {
          return false;
        }
        if (count4 == short4.length) {
          short4 = Arrays.copyOf(short4, count4 * 2);
        }
        short4[count4++] = address << 8 | length;
        return true;
      }
      var prefix = new Wide(u64(octets, 0), u64(octets, 8), length);
      return prefix.has(prefix.upper, prefix.lower) && wide.add(prefix);
    }

    /// An address that is written out: four numbers, or what has a colon. Nothing is looked up.
    private static Optional<InetAddress> literal(String text) {
      boolean whole = text.indexOf(':') >= 0 || text.chars().filter(c -> c == '.').count() == 3;
      try {
        return whole && text.indexOf('%') < 0
            ? Optional.of(InetAddress.ofLiteral(text))
            : Optional.empty();
      } catch (IllegalArgumentException notOne) {
        return Optional.empty();
      }
    }

    private static int number(String text) {
      return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
    }

    /// All of them; one within another is left out.
    public PrefixSet build() {
      long[] sorted = Arrays.copyOf(short4, count4);
      Arrays.sort(sorted);
      int kept = 0;
      for (long prefix : sorted) {
        if (kept == 0 || !isWithin(prefix >>> 8, sorted[kept - 1])) {
          sorted[kept++] = prefix;
        }
      }
      wide.sort(Wide.ORDER);
      var outer = new ArrayList<Wide>();
      for (Wide prefix : wide) {
        if (outer.isEmpty() || !outer.getLast().has(prefix.upper, prefix.lower)) {
          outer.add(prefix);
        }
      }
      return new PrefixSet(Arrays.copyOf(sorted, kept), outer);
    }
  }
}
