package dev.weir.cache.disk.index;

import java.util.Optional;

/// A part of the index: open addressing with linear probing in arrays. Safe for use by any thread.
///
/// The place where a search begins is a multiple of the hash, so that the table may have any size
/// and grows by a third only. A length of 0 marks a free place; its sign marks an object that was
/// used.
final class IndexPart {
  static final int LEAST = 64;
  private static final int USED = 1 << 31;

  private long[] high = new long[LEAST];
  private long[] low = new long[LEAST];
  private int[] segment = new int[LEAST];
  private int[] offset = new int[LEAST];
  private int[] length = new int[LEAST];
  private int count;
  private long octets;

  /// Makes room for so many more.
  synchronized void expect(int more) {
    int wanted = (int) Math.min(Integer.MAX_VALUE - 8, (count + (long) more) * 5 / 4 + LEAST);
    if (wanted > length.length) {
      resize(wanted);
    }
  }

  /// Puts an object in the place of one with the same hash.
  synchronized void put(long hashHigh, long hashLow, Location at) {
    if ((count + 1L) * 8 > length.length * 7L) {
      resize(length.length + length.length / 3 + 1);
    }
    int place = find(hashHigh, hashLow);
    if (length[place] == 0) {
      count++;
    } else {
      octets -= length[place] & ~USED;
    }
    high[place] = hashHigh;
    low[place] = hashLow;
    set(place, at);
    octets += at.length();
  }

  synchronized Optional<Location> get(long hashHigh, long hashLow) {
    int place = find(hashHigh, hashLow);
    return length[place] == 0 ? Optional.empty() : Optional.of(at(place));
  }

  /// Marks an object as used.
  synchronized boolean use(long hashHigh, long hashLow) {
    int place = find(hashHigh, hashLow);
    if (length[place] == 0) {
      return false;
    }
    length[place] |= USED;
    return true;
  }

  synchronized boolean isUsed(long hashHigh, long hashLow, Location at) {
    int place = find(hashHigh, hashLow);
    return length[place] < 0 && at(place).equals(at);
  }

  /// Moves an object that is still where it was.
  synchronized boolean move(long hashHigh, long hashLow, Location from, Location to) {
    int place = find(hashHigh, hashLow);
    boolean still = length[place] != 0 && at(place).equals(from);
    if (still) {
      octets += to.length() - from.length();
      set(place, to);
    }
    return still;
  }

  /// Removes an object, wherever it is.
  synchronized boolean remove(long hashHigh, long hashLow) {
    int place = find(hashHigh, hashLow);
    boolean found = length[place] != 0;
    if (found) {
      free(place);
    }
    return found;
  }

  /// Removes an object that is still where it was.
  synchronized boolean remove(long hashHigh, long hashLow, Location from) {
    int place = find(hashHigh, hashLow);
    boolean still = length[place] != 0 && at(place).equals(from);
    if (still) {
      free(place);
    }
    return still;
  }

  synchronized void clear() {
    high = new long[LEAST];
    low = new long[LEAST];
    segment = new int[LEAST];
    offset = new int[LEAST];
    length = new int[LEAST];
    count = 0;
    octets = 0;
  }

  synchronized int count() {
    return count;
  }

  synchronized long octets() {
    return octets;
  }

  synchronized int places() {
    return length.length;
  }

  private Location at(int place) {
    return new Location(segment[place], offset[place], length[place] & ~USED);
  }

  private void set(int place, Location at) {
    segment[place] = at.segment();
    offset[place] = at.offset();
    length[place] = at.length();
  }

  /// The place of a hash, or the free one where it belongs.
  private int find(long hashHigh, long hashLow) {
    int place = first(hashLow, length.length);
    while (length[place] != 0 && (low[place] != hashLow || high[place] != hashHigh)) {
      place = place + 1 == length.length ? 0 : place + 1;
    }
    return place;
  }

  private static int first(long hashLow, int places) {
    return (int) ((hashLow >>> Integer.SIZE) * places >>> Integer.SIZE);
  }

  /// Frees a place, and moves up what was put behind it for want of a better place.
  private void free(int place) {
    int places = length.length;
    octets -= length[place] & ~USED;
    count--;
    int hole = place;
    int next = hole;
    while (true) {
      next = next + 1 == places ? 0 : next + 1;
      if (length[next] == 0) {
        break;
      }
      int wanted = first(low[next], places);
      if (distance(wanted, next, places) >= distance(hole, next, places)) {
        copy(next, hole);
        hole = next;
      }
    }
    length[hole] = 0;
  }

  private static int distance(int from, int to, int places) {
    return to >= from ? to - from : to + places - from;
  }

  private void copy(int from, int to) {
    high[to] = high[from];
    low[to] = low[from];
    segment[to] = segment[from];
    offset[to] = offset[from];
    length[to] = length[from];
  }

  private void resize(int places) {
    long[] oldHigh = high;
    long[] oldLow = low;
    int[] oldSegment = segment;
    int[] oldOffset = offset;
    int[] oldLength = length;
    high = new long[places];
    low = new long[places];
    segment = new int[places];
    offset = new int[places];
    length = new int[places];
    for (int i = 0; i < oldLength.length; i++) {
      if (oldLength[i] != 0) {
        int place = find(oldHigh[i], oldLow[i]);
        high[place] = oldHigh[i];
        low[place] = oldLow[i];
        segment[place] = oldSegment[i];
        offset[place] = oldOffset[i];
        length[place] = oldLength[i];
      }
    }
  }
}
