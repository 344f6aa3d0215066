package dev.weir.node.proxy.access.list;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/// Domains, each with all names below it: about 30 octets for one of 20 letters, and a look at one
/// table for each label of a name. Never changes; for any thread.
///
/// A slot of the table is the upper half of a name's hash, and where the name lies; names that hash
/// alike are told apart by their letters, so nobody is taken for a listed one.
public final class DomainSet {
  /// The longest name (RFC 1035 §2.3.4 Size limits).
  public static final int NAME_MAX = 253;

  /// Nothing.
  public static final DomainSet NONE = new Builder().build();

  private static final long SEED = new SecureRandom().nextLong();
  private static final long FACTOR = 0x9e3779b97f4a7c15L;

  private final long[] slots;
  private final byte[] names;
  private final int count;

  private DomainSet(long[] slots, byte[] names, int count) {
    this.slots = slots;
    this.names = names;
    this.count = count;
  }

  /// Whether a host is one of them or is below one; it is in lower case.
  public boolean has(String host) {
    int end = host.endsWith(".") ? host.length() - 1 : host.length();
    if (count == 0 || end > NAME_MAX) {
      return false;
    }
    long hash = SEED;
    for (int at = end - 1; at >= 0; at--) {
      hash = step(hash, host.charAt(at));
      if ((at == 0 || host.charAt(at - 1) == '.') && isListed(mixed(hash), host, at, end)) {
        return true;
      }
    }
    return false;
  }

  private boolean isListed(long hash, String host, int from, int to) {
    int mask = slots.length - 1;
    for (int at = (int) hash & mask; slots[at] != 0; at = (at + 1) & mask) {
      if (slots[at] >>> 32 == hash >>> 32 && isNamed((int) slots[at] - 1, host, from, to)) {
        return true;
      }
    }
    return false;
  }

  private boolean isNamed(int place, String host, int from, int to) {
    if ((names[place] & 0xff) != to - from) {
      return false;
    }
    for (int at = from; at < to; at++) {
      if (names[place + 1 + at - from] != (byte) host.charAt(at)) {
        return false;
      }
    }
    return true;
  }

  /// How many domains there are.
  public int count() {
    return count;
  }

  /// The memory that they take.
  public long bytes() {
    return 8L * slots.length + names.length;
  }

  private static long step(long hash, int letter) {
    return (hash ^ letter) * FACTOR;
  }

  private static long mixed(long hash) {
    long spread = (hash ^ hash >>> 32) * FACTOR;
    return spread ^ spread >>> 29;
  }

  /// Takes domains in. Confined to one thread.
  public static final class Builder {
    private byte[] names = new byte[1024];
    private int used;
    private int count;

    /// Takes a domain of ASCII in lower case, 1 to [#NAME_MAX] letters.
    public void add(String domain) {
      byte[] letters = domain.getBytes(StandardCharsets.ISO_8859_1);
      if (letters.length == 0 || letters.length > NAME_MAX) {
        throw new IllegalArgumentException("a domain of " + letters.length + " letters");
      }
      if (used + letters.length + 1 > names.length) {
        names = Arrays.copyOf(names, Math.max(names.length + (names.length >> 1), used + 256));
      }
      names[used] = (byte) letters.length;
      System.arraycopy(letters, 0, names, used + 1, letters.length);
      used += letters.length + 1;
      count++;
    }

    /// All of them; one that is listed twice is there once.
    public DomainSet build() {
      var slots = new long[Math.max(2, Integer.highestOneBit(Math.max(1, count)) << 2)];
      int kept = 0;
      for (int place = 0; place < used; place += 1 + (names[place] & 0xff)) {
        kept += put(slots, place) ? 1 : 0;
      }
      return new DomainSet(slots, Arrays.copyOf(names, used), kept);
    }

    private boolean put(long[] slots, int place) {
      int length = names[place] & 0xff;
      long hash = SEED;
      for (int at = place + length; at > place; at--) {
        hash = step(hash, names[at]);
      }
      hash = mixed(hash);
      int mask = slots.length - 1;
      int slot = (int) hash & mask;
      for (; slots[slot] != 0; slot = (slot + 1) & mask) {
        int other = (int) slots[slot] - 1;
        if (Arrays.equals(
            names, place, place + 1 + length, names, other, other + 1 + (names[other] & 0xff))) {
          return false;
        }
      }
      slots[slot] = (hash >>> 32 << 32) | (place + 1);
      return true;
    }
  }
}
