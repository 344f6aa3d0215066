package dev.weir.cache.slab;

import java.util.Arrays;

/// The sizes of slots: so many to a page that hardly a page has a rest, a twelfth between one size
/// and the next. Pure.
final class SizeClasses {
  /// The smallest slot, in octets.
  static final int SMALLEST = 64;

  /// From here on slots begin and end with the system's pages, so that it can send from them and
  /// forget them.
  static final int WHOLE_PAGES = 32 * 1024;

  /// The pages of the system, which alone can be forgotten.
  static final int SYSTEM_PAGE_BYTES = 4096;

  private static final int GRAIN = 16;
  private static final int STEP = 12;

  private final int[] sizes;
  private final int pageBytes;

  /// The classes for pages of `pageBytes`, a power of two, whose largest slot is `largest`.
  SizeClasses(int pageBytes, int largest) {
    this.pageBytes = pageBytes;
    var found = new int[256];
    int count = 0;
    for (int size = largest; size >= SMALLEST; size = below(size)) {
      found[count++] = size;
    }
    sizes = Arrays.copyOf(found, count);
    Arrays.sort(sizes);
  }

  private int below(int size) {
    int wanted = Math.min(size - GRAIN, size * STEP / (STEP + 1));
    int perPage = pageBytes / wanted;
    int grain = wanted < WHOLE_PAGES ? GRAIN : SYSTEM_PAGE_BYTES;
    int found = pageBytes / perPage / grain * grain;
    return found < size ? found : pageBytes / (perPage + 1) / grain * grain;
  }

  int count() {
    return sizes.length;
  }

  /// The octets of a slot of a class.
  int slotBytes(int sizeClass) {
    return sizes[sizeClass];
  }

  int slotsPerPage(int sizeClass) {
    return pageBytes / sizes[sizeClass];
  }

  int largest() {
    return sizes[sizes.length - 1];
  }

  /// The class of the smallest slot that takes so many octets.
  ///
  /// @throws IllegalArgumentException above [#largest()]
  int of(int octets) {
    if (octets > largest()) {
      throw new IllegalArgumentException(octets + " octets in a slot of " + largest());
    }
    int found = Arrays.binarySearch(sizes, octets);
    return found >= 0 ? found : -found - 1;
  }
}
