package dev.weir.router.packet;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.ServiceGroup;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A service's assignment as verdicts made in advance; looking one up allocates nothing.
sealed interface VerdictTable {
  /// The verdict on a packet of the service. Absent ports are 0.
  Verdict find(int source, int destination, int sourcePort, int destinationPort);

  /// The table of an assignment, or of none.
  ///
  /// @param description whose flags say which fields are hashed
  static VerdictTable of(
      ServiceRules rules, Component.Service description, Optional<Assignment> assignment) {
    if (assignment.isEmpty()) {
      return new Same(rules.unserved(Verdict.Forward.NO_TABLE));
    }
    return switch (assignment.get()) {
      case HashAssignment hash -> ByBucket.of(rules, description, hash);
      case MaskAssignment mask ->
          new ByMask(
              mask.sets().stream().map(set -> new MaskIndex(set, rules)).toList(),
              rules.unserved(Verdict.Forward.UNASSIGNED));
    };
  }

  /// The same for every packet.
  record Same(Verdict verdict) implements VerdictTable {
    @Override
    public Verdict find(int source, int destination, int sourcePort, int destinationPort) {
      return verdict;
    }
  }

  /// §5.2: by the bucket of the primary hash, or of the alternate one if the bucket says so.
  ///
  /// @param verdicts by primary bucket; one alone if that settles it, else one by alternate bucket
  record ByBucket(FieldHash primary, FieldHash alternate, List<List<Verdict>> verdicts)
      implements VerdictTable {
    static ByBucket of(ServiceRules rules, Component.Service description, HashAssignment it) {
      boolean web = rules.group().equals(ServiceGroup.WEB_CACHE);
      return new ByBucket(
          web ? FieldHash.DESTINATION : FieldHash.primary(description.flags()),
          FieldHash.alternate(description.flags()),
          IntStream.range(0, it.slotCount())
              .mapToObj(bucket -> ofBucket(rules, it, bucket))
              .toList());
    }

    private static List<Verdict> ofBucket(ServiceRules rules, HashAssignment it, int bucket) {
      if (!it.table().alternate(bucket)) {
        return List.of(rules.redirect(it.owner(bucket), bucket));
      }
      return IntStream.range(0, it.slotCount())
          .mapToObj(second -> rules.redirect(it.owner(second), bucket, second))
          .toList();
    }

    @Override
    public Verdict find(int source, int destination, int sourcePort, int destinationPort) {
      List<Verdict> first =
          verdicts.get(primary.bucket(source, destination, sourcePort, destinationPort));
      return first.size() == 1
          ? first.getFirst()
          : first.get(alternate.bucket(source, destination, sourcePort, destinationPort));
    }
  }

  /// §5.3: by the first mask that has the packet's value.
  record ByMask(List<MaskIndex> sets, Verdict unassigned) implements VerdictTable {
    @Override
    public Verdict find(int source, int destination, int sourcePort, int destinationPort) {
      for (int i = 0; i < sets.size(); i++) {
        Verdict found = sets.get(i).find(source, destination, sourcePort, destinationPort);
        if (found != null) {
          return found;
        }
      }
      return unassigned;
    }
  }
}
