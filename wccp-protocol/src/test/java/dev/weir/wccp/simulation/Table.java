package dev.weir.wccp.simulation;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.assignment.MaskSet;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A table as the simulation sees it: the caches it lists, and the owner of each slot: of each
/// bucket, or of each value of the one mask by which all assign.
public record Table(List<InetAddress> caches, List<Optional<InetAddress>> owners) {
  /// How many buckets there are.
  public static final int BUCKETS = 256;

  /// How many values the mask has.
  private static final int VALUES = 1 << MaskSet.Mask.DEFAULT.bits();

  /// Copies the lists.
  public Table {
    caches = List.copyOf(caches);
    owners = List.copyOf(owners);
  }

  /// The product's assignment, read through its public face.
  public static Table of(Assignment assignment) {
    if (!(assignment instanceof MaskAssignment byMask)) {
      return new Table(assignment.caches(), assignment.owners());
    }
    var owners =
        new ArrayList<Optional<InetAddress>>(Collections.nCopies(VALUES, Optional.empty()));
    byMask
        .sharesByNumber(MaskSet.Mask.DEFAULT)
        .forEach(
            (cache, share) -> share.stream().forEach(slot -> owners.set(slot, Optional.of(cache))));
    return new Table(assignment.caches(), owners);
  }

  /// How many buckets each listed cache owns.
  public Map<InetAddress, Integer> sizes() {
    var sizes = new LinkedHashMap<InetAddress, Integer>();
    caches.forEach(cache -> sizes.put(cache, 0));
    owners.forEach(owner -> owner.ifPresent(it -> sizes.merge(it, 1, Integer::sum)));
    return sizes;
  }

  /// Whether it is one by mask, which cannot list a cache that owns nothing.
  public boolean byMask() {
    return owners.size() == VALUES;
  }

  /// Whether every slot has an owner.
  public boolean full() {
    return owners.stream().allMatch(Optional::isPresent);
  }

  /// Whether this is `whole` with some buckets unassigned.
  public boolean within(Table whole) {
    for (int slot = 0; slot < owners.size(); slot++) {
      var owner = owners.get(slot);
      if (owner.isPresent()
          && (whole.owners.size() != owners.size() || !owner.equals(whole.owners.get(slot)))) {
        return false;
      }
    }
    return true;
  }
}
