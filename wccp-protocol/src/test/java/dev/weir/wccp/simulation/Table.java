package dev.weir.wccp.simulation;

import dev.weir.wccp.assignment.Assignment;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A table as the simulation sees it: the caches it lists, and the owner of each bucket.
public record Table(List<InetAddress> caches, List<Optional<InetAddress>> owners) {
  /// How many buckets there are.
  public static final int BUCKETS = 256;

  /// Copies the lists.
  public Table {
    caches = List.copyOf(caches);
    owners = List.copyOf(owners);
  }

  /// The product's assignment, read through its public face.
  public static Table of(Assignment assignment) {
    return new Table(assignment.caches(), assignment.owners());
  }

  /// How many buckets each listed cache owns.
  public Map<InetAddress, Integer> sizes() {
    var sizes = new LinkedHashMap<InetAddress, Integer>();
    caches.forEach(cache -> sizes.put(cache, 0));
    owners.forEach(owner -> owner.ifPresent(it -> sizes.merge(it, 1, Integer::sum)));
    return sizes;
  }

  /// Whether every bucket has an owner.
  public boolean full() {
    return owners.stream().allMatch(Optional::isPresent);
  }

  /// Whether this is `whole` with some buckets unassigned.
  public boolean within(Table whole) {
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      var owner = owners.get(bucket);
      if (owner.isPresent() && !owner.equals(whole.owners.get(bucket))) {
        return false;
      }
    }
    return true;
  }
}
