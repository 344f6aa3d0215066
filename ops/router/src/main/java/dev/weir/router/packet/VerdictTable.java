package dev.weir.router.packet;

import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.ServiceGroup;
import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A service's assignment as verdicts made in advance; looking one up allocates nothing.
sealed interface VerdictTable {
  /// The verdict on a packet of the service. Absent ports are 0.
  Verdict find(int source, int destination, int sourcePort, int destinationPort);

  /// The table of a share.
  ///
  /// @param description whose flags say which fields are hashed
  static VerdictTable of(ServiceRules rules, Component.Service description, Share share) {
    return switch (share) {
      case Share.None _ -> new Same(rules.unserved(Verdict.Forward.NO_TABLE));
      case Share.ByHash hash -> ByBucket.of(rules, description, hash);
      case Share.ByMask mask ->
          new ByMask(
              mask.sets().stream()
                  .map(set -> new MaskIndex(set, value -> rules.redirect(value.cache(), 0)))
                  .toList(),
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
    static ByBucket of(ServiceRules rules, Component.Service description, Share.ByHash share) {
      boolean web = rules.group().equals(ServiceGroup.WEB_CACHE);
      return new ByBucket(
          web ? FieldHash.DESTINATION : FieldHash.primary(description.flags()),
          FieldHash.alternate(description.flags()),
          IntStream.range(0, Share.BUCKET_COUNT)
              .mapToObj(bucket -> ofBucket(rules, share, bucket))
              .toList());
    }

    private static List<Verdict> ofBucket(ServiceRules rules, Share.ByHash share, int bucket) {
      var unassigned = rules.unserved(Verdict.Forward.UNASSIGNED);
      Optional<Inet4Address> owner = share.owners().get(bucket);
      if (owner.isEmpty() || !share.alternate().contains(bucket)) {
        return List.of(owner.map(cache -> rules.redirect(cache, bucket)).orElse(unassigned));
      }
      return IntStream.range(0, Share.BUCKET_COUNT)
          .mapToObj(second ->
              share
                  .owners()
                  .get(second)
                  .map(cache -> rules.redirect(cache, bucket, second))
                  .orElse(unassigned))
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
