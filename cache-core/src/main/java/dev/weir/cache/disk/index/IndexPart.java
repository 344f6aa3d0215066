package dev.weir.cache.disk.index;

import java.util.Optional;

/// A part of the index: open addressing with linear probing in one array. Safe for use by any
/// thread.
///
/// A place is four numbers side by side, so that one look costs one line of the processor's cache:
/// two of the hash, segment and offset, and the length, which is 0 in a free place and has its
/// highest bit set once the object was used. The place where a search begins is a multiple of the
/// hash, so that the table may have any size and grows by a third only.
final class IndexPart {
  static final int LEAST = 64;
  static final int PLACE_LONGS = 4;

  private static final int LOW = 1;
  private static final int WHERE = 2;
  private static final int LENGTH = 3;
  private static final long USED = 1L << 63;

  private long[] table = new long[LEAST * PLACE_LONGS];
  private int places = LEAST;
  private int count;
  private long octets;

  /// Makes room for so many more.
  synchronized void expect(int more) {
    long wanted = (count + (long) more) * 5 / 4 + LEAST;
    if (wanted > places) {
      resize((int) Math.min(Integer.MAX_VALUE / PLACE_LONGS - 8, wanted));
    }
  }

  /// Puts an object in the place of one with the same hash.
  synchronized void put(long high, long low, Location at) {
    if ((count + 1L) * 8 > places * 7L) {
      resize(places + places / 3 + 1);
    }
    int place = find(high, low);
    if (isFree(place)) {
      count++;
    } else {
      octets -= length(place);
    }
    table[place] = high;
    table[place + LOW] = low;
    set(place, at);
  }

  synchronized Optional<Location> get(long high, long low) {
    int place = find(high, low);
    return isFree(place) ? Optional.empty() : Optional.of(at(place));
  }

  /// Marks an object as used.
  synchronized boolean use(long high, long low) {
    int place = find(high, low);
    if (isFree(place)) {
      return false;
    }
    table[place + LENGTH] |= USED;
    return true;
  }

  synchronized boolean isUsed(long high, long low, Location at) {
    int place = find(high, low);
    return table[place + LENGTH] < 0 && at(place).equals(at);
  }

  /// Moves an object that is still where it was.
  synchronized boolean move(long high, long low, Location from, Location to) {
    int place = find(high, low);
    boolean still = !isFree(place) && at(place).equals(from);
    if (still) {
      octets -= from.length();
      set(place, to);
    }
    return still;
  }

  /// Removes an object, wherever it is.
  synchronized boolean remove(long high, long low) {
    int place = find(high, low);
    boolean found = !isFree(place);
    if (found) {
      free(place);
    }
    return found;
  }

  /// Removes an object that is still where it was.
  synchronized boolean remove(long high, long low, Location from) {
    int place = find(high, low);
    boolean still = !isFree(place) && at(place).equals(from);
    if (still) {
      free(place);
    }
    return still;
  }

  synchronized void clear() {
    table = new long[LEAST * PLACE_LONGS];
    places = LEAST;
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
    return places;
  }

  private boolean isFree(int place) {
    return table[place + LENGTH] == 0;
  }

  private long length(int place) {
    return table[place + LENGTH] & ~USED;
  }

  private Location at(int place) {
    long where = table[place + WHERE];
    return new Location((int) (where >>> Integer.SIZE), (int) where, (int) length(place));
  }

  private void set(int place, Location at) {
    table[place + WHERE] = at.order();
    table[place + LENGTH] = at.length();
    octets += at.length();
  }

  /// Where the place of a hash begins in the table, or the free one where it belongs.
  private int find(long high, long low) {
    int place = first(low);
    while (!isFree(place) && (table[place + LOW] != low || table[place] != high)) {
      place = next(place);
    }
    return place;
  }

  private int first(long low) {
    return (int) (((low >>> Integer.SIZE) * places) >>> Integer.SIZE) * PLACE_LONGS;
  }

  private int next(int place) {
    int next = place + PLACE_LONGS;
    return next == places * PLACE_LONGS ? 0 : next;
  }

  /// Frees a place, and moves up what was put behind it for want of a better place.
  private void free(int place) {
    octets -= length(place);
    count--;
    int hole = place;
    for (int next = next(hole); !isFree(next); next = next(next)) {
      int wanted = first(table[next + LOW]);
      if (distance(wanted, next) >= distance(hole, next)) {
        System.arraycopy(table, next, table, hole, PLACE_LONGS);
        hole = next;
      }
    }
    table[hole + LENGTH] = 0;
  }

  private int distance(int from, int to) {
    return to >= from ? to - from : to + places * PLACE_LONGS - from;
  }

  private void resize(int wanted) {
    long[] old = table;
    table = new long[wanted * PLACE_LONGS];
    places = wanted;
    for (int i = 0; i < old.length; i += PLACE_LONGS) {
      if (old[i + LENGTH] != 0) {
        System.arraycopy(old, i, table, find(old[i], old[i + LOW]), PLACE_LONGS);
      }
    }
  }
}
