package dev.weir.wccp.assignment;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// An assignment by mask (§5.3): the first value of the first set that a packet matches tells the
/// cache.
///
/// Its slots are the values, counted through all sets in order.
public record MaskAssignment(List<MaskSet> sets) implements Assignment {
  /// No set, no value.
  public static final MaskAssignment NONE = new MaskAssignment(List.of());

  /// The most sets (§4.5).
  public static final int SET_COUNT_MAX = 32;

  /// Copies the list.
  public MaskAssignment {
    sets = List.copyOf(sets);
  }

  @Override
  public List<InetAddress> caches() {
    return values().map(MaskSet.Value::cache).distinct().toList();
  }

  @Override
  public int slotCount() {
    return sets.stream().mapToInt(set -> set.values().size()).sum();
  }

  @Override
  public Optional<InetAddress> owner(int slot) {
    int rest = slot;
    for (MaskSet set : sets) {
      if (rest < set.values().size()) {
        return Optional.of(set.values().get(rest).cache());
      }
      rest -= set.values().size();
    }
    return Optional.empty();
  }

  /// The cache's values are gone, and with them their slots; so is a set that has none left.
  @Override
  public MaskAssignment without(InetAddress cache) {
    return new MaskAssignment(
        sets.stream()
            .map(set ->
                new MaskSet(
                    set.mask(),
                    set.values().stream().filter(it -> !it.cache().equals(cache)).toList()))
            .filter(set -> !set.values().isEmpty())
            .toList());
  }

  /// Each cache's values under one mask, by their sequence numbers, which stay the same whichever
  /// values are listed. A mask of more than 16 bits has too many to number.
  public Map<InetAddress, BucketSet> sharesByNumber(MaskSet.Mask mask) {
    var numbers = new LinkedHashMap<InetAddress, IntStream.Builder>();
    sets.stream()
        .filter(set -> set.mask().equals(mask) && mask.bits() <= 16)
        .flatMap(set -> set.byValue().entrySet().stream())
        .forEach(entry ->
            numbers
                .computeIfAbsent(entry.getValue(), _ -> IntStream.builder())
                .add(mask.sequenceNumber(entry.getKey())));
    var shares = new LinkedHashMap<InetAddress, BucketSet>();
    numbers.forEach((cache, own) -> shares.put(cache, BucketSet.of(own.build())));
    return shares;
  }

  /// The same assignment without what no packet can match: sets of more than 32 bits, and values
  /// with bits outside their mask (§4.4).
  public MaskAssignment matchable() {
    return new MaskAssignment(
        sets.stream()
            .filter(set -> set.mask().bits() <= MaskSet.MASK_BITS_MAX)
            .map(set ->
                new MaskSet(
                    set.mask(),
                    set.values().stream().filter(value -> value.within(set.mask())).toList()))
            .filter(set -> !set.values().isEmpty())
            .toList());
  }

  private Stream<MaskSet.Value> values() {
    return sets.stream().flatMap(set -> set.values().stream());
  }
}
