package dev.weir.cache.slab;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One page while it is divided into slots of one class: who has which. Guarded by its [Slabs].
final class Page {
  final int number;
  final int sizeClass;

  /// How many pages were divided before it was.
  final long divided;

  private final @Nullable Kept[] owners;
  private int used;
  private int hint;

  Page(int number, int sizeClass, int slots, long divided) {
    this.divided = divided;
    this.number = number;
    this.sizeClass = sizeClass;
    this.owners = new Kept[slots];
  }

  /// Takes a free slot; there is one.
  int take(Kept owner) {
    while (owners[hint] != null) {
      hint = hint + 1 == owners.length ? 0 : hint + 1;
    }
    owners[hint] = owner;
    used++;
    return hint;
  }

  void free(int slot) {
    owners[slot] = null;
    used--;
    hint = slot;
  }

  boolean isFull() {
    return used == owners.length;
  }

  boolean isEmpty() {
    return used == 0;
  }

  /// How much of it is used, in thousandths.
  int fill() {
    return (int) (1000L * used / owners.length);
  }

  /// Who has slots here.
  Set<Kept> owners() {
    Set<Kept> all = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Kept owner : owners) {
      if (owner != null) {
        all.add(owner);
      }
    }
    return all;
  }
}
