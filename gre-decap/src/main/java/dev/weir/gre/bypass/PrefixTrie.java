package dev.weir.gre.bypass;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A set of IPv4 prefixes that finds the longest one around an address. Immutable.
///
/// A binary trie whose one-way paths are single nodes: at most `2n - 1` of them for `n` prefixes,
/// 13 octets each, so that a million prefixes take 26 MB; a lookup visits at most 33. In front of
/// many prefixes an index says where the first [#INDEX_BITS] of an address lead, so that what is
/// left of a lookup is short however many there are.
final class PrefixTrie {
  /// The trie without prefixes.
  static final PrefixTrie EMPTY = of(new long[0]);

  /// What [#longestAround(int)] says when no prefix holds the address.
  static final int NO_PREFIX = -1;

  private static final int NO_NODE = -1;

  private static final int INDEX_BITS = 16;
  private static final int INDEX_SHIFT = Integer.SIZE - INDEX_BITS;
  private static final int INDEXED_MIN = 1024;

  private static final int PREFIX = 0x40;
  private static final int LENGTH = 0x3F;

  private final int[] bits;
  private final byte[] lengths;
  private final int[] zeros;
  private final int[] ones;
  private final int prefixCount;
  private final int[] starts;
  private final byte[] founds;
  private int used;

  private PrefixTrie(long[] sorted) {
    int nodes = Math.max(0, 2 * sorted.length - 1);
    this.bits = new int[nodes];
    this.lengths = new byte[nodes];
    this.zeros = new int[nodes];
    this.ones = new int[nodes];
    this.prefixCount = sorted.length;
    Arrays.fill(zeros, NO_NODE);
    Arrays.fill(ones, NO_NODE);
    if (nodes > 0) {
      build(sorted, 0, sorted.length);
    }
    int indexed = prefixCount < INDEXED_MIN ? 0 : 1 << INDEX_BITS;
    this.starts = new int[indexed];
    this.founds = new byte[indexed];
    for (int first = 0; first < indexed; first++) {
      index(first);
    }
  }

  /// A trie of prefixes as [#key] writes them, in any order, repeated or not.
  static PrefixTrie of(long[] keys) {
    return new PrefixTrie(Arrays.stream(keys).sorted().distinct().toArray());
  }

  /// A prefix as a number by which a prefix sorts directly before those within it.
  ///
  /// @throws IllegalArgumentException when the length is not 0..32 or bits are set behind it
  static long key(int network, int length) {
    if (length < 0 || length > Integer.SIZE || (network & ~mask(length)) != 0) {
      throw new IllegalArgumentException("no prefix: %08x/%d".formatted(network, length));
    }
    return Integer.toUnsignedLong(network) << 6 | length;
  }

  /// The length of the longest prefix that holds the address, 0..32, or [#NO_PREFIX].
  int longestAround(int address) {
    int found = NO_PREFIX;
    int node = bits.length > 0 ? 0 : NO_NODE;
    if (starts.length > 0) {
      int first = address >>> INDEX_SHIFT;
      found = founds[first];
      node = starts[first];
    }
    while (node != NO_NODE && holds(node, address)) {
      int length = lengths[node] & LENGTH;
      found = (lengths[node] & PREFIX) != 0 ? length : found;
      node = length == Integer.SIZE ? NO_NODE : child(node, address, length);
    }
    return found;
  }

  /// Goes as far as the first bits of an address lead: to the node at which the others count.
  private void index(int first) {
    int address = first << INDEX_SHIFT;
    int found = NO_PREFIX;
    int node = 0;
    while (node != NO_NODE && (lengths[node] & LENGTH) < INDEX_BITS) {
      int length = lengths[node] & LENGTH;
      boolean holds = holds(node, address);
      found = holds && (lengths[node] & PREFIX) != 0 ? length : found;
      node = holds ? child(node, address, length) : NO_NODE;
    }
    starts[first] = node;
    founds[first] = (byte) found;
  }

  private boolean holds(int node, int address) {
    return ((address ^ bits[node]) & mask(lengths[node] & LENGTH)) == 0;
  }

  private int child(int node, int address, int length) {
    return bit(address, length) == 0 ? zeros[node] : ones[node];
  }

  /// Every prefix, as people write it.
  Stream<String> prefixes() {
    return IntStream.range(0, used)
        .filter(node -> (lengths[node] & PREFIX) != 0)
        .mapToObj(node ->
            "%d.%d.%d.%d/%d"
                .formatted(
                    bits[node] >>> 24,
                    bits[node] >>> 16 & 0xFF,
                    bits[node] >>> 8 & 0xFF,
                    bits[node] & 0xFF,
                    lengths[node] & LENGTH));
  }

  /// How many different prefixes it holds.
  int size() {
    return prefixCount;
  }

  /// Octets of its arrays.
  long octets() {
    return bits.length * (3L * Integer.BYTES + Byte.BYTES)
        + starts.length * (long) (Integer.BYTES + Byte.BYTES);
  }

  /// Makes the node above the keys `from..to-1`, which are at least one. Each call below it is at
  /// least one bit further, so that the calls are at most 33 deep.
  private int build(long[] keys, int from, int to) {
    int node = used++;
    int first = network(keys[from]);
    int common = Integer.numberOfLeadingZeros(first ^ network(keys[to - 1]));
    int shortest = length(keys[from]);
    boolean isPrefix = shortest <= common;
    int length = isPrefix ? shortest : common;
    bits[node] = first & mask(length);
    lengths[node] = (byte) (length | (isPrefix ? PREFIX : 0));
    int rest = isPrefix ? from + 1 : from;
    int middle = split(keys, rest, to, length);
    if (rest < middle) {
      zeros[node] = build(keys, rest, middle);
    }
    if (middle < to) {
      ones[node] = build(keys, middle, to);
    }
    return node;
  }

  /// The first of the keys `from..to-1` that has a one at this bit; `to` when none has.
  private static int split(long[] keys, int from, int to, int bit) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (bit(network(keys[middle]), bit) == 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int network(long key) {
    return (int) (key >>> 6);
  }

  private static int length(long key) {
    return (int) key & LENGTH;
  }

  /// Bit 0 is the first on the wire.
  private static int bit(int address, int at) {
    return address >>> (Integer.SIZE - 1 - at) & 1;
  }

  private static int mask(int length) {
    return length == 0 ? 0 : -1 << (Integer.SIZE - length);
  }
}
