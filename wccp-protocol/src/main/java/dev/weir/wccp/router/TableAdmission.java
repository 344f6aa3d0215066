package dev.weir.wccp.router;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.BucketTable;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.message.Component.AssignmentInfo;
import dev.weir.wccp.message.Component.AssignmentInfo.AddressedRouter;
import dev.weir.wccp.message.Component.Form;
import dev.weir.wccp.negotiation.Distribution;
import dev.weir.wccp.router.RouterEffect.IgnoredReason;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/// Whether a REDIRECT_ASSIGN is installed, and what of it (§4.4, steps 2 to 7).
///
/// Confined to its [RouterGroup].
final class TableAdmission {
  /// What of an I_SEE_YOU the map may take up: a component's length has sixteen bits, and a
  /// datagram holds more than the map.
  private static final int MAP_OCTETS_MAX = 60_000;

  private static final int SET_OCTETS = 16;
  private static final int VALUE_OCTETS = 16;

  /// An address of IPv6 stands once more in the message's table (§3.16); a value and a mask have
  /// two.
  private static final int INDEXED_OCTETS = 32;

  private final RouterGroup.Settings settings;
  private final Roster roster;

  TableAdmission(RouterGroup.Settings settings, Roster roster) {
    this.settings = settings;
    this.roster = roster;
  }

  /// The first rule that a message breaks. It never depends on a bucket or value.
  Optional<IgnoredReason> refusal(AssignmentInfo it, InetAddress from, Distribution distribution) {
    var sender = roster.find(it.key().designated()).filter(Member::usable);
    if (sender.isEmpty() || !sender.get().source.equals(from)) {
      return Optional.of(IgnoredReason.ASSIGN_SENDER);
    }
    boolean byHash = it.form() == Form.PLAIN || it.form() == Form.HASH;
    if (byHash != (distribution == Distribution.HASH)) {
      return Optional.of(IgnoredReason.ASSIGN_FORM);
    }
    Optional<AddressedRouter> us =
        it.routers().stream().filter(to -> to.router().equals(settings.routerId())).findFirst();
    if (us.isEmpty()) {
      return Optional.of(IgnoredReason.ASSIGN_NOT_LISTED);
    }
    if (!us.get().receiveId().equals(sender.get().lastSent)) {
      return Optional.of(IgnoredReason.ASSIGN_RECEIVE_ID);
    }
    if (us.get().memberChange() != roster.memberChange()) {
      return Optional.of(IgnoredReason.ASSIGN_MEMBER_CHANGE);
    }
    return fits(it.assignment()) ? Optional.empty() : Optional.of(IgnoredReason.ASSIGN_TOO_LARGE);
  }

  /// What of the table can be used: nothing of caches that are not usable here, no value that no
  /// packet can match, and a cache that is listed twice once.
  Assignment usable(Assignment received) {
    return switch (received) {
      case HashAssignment it -> usable(merged(it));
      case MaskAssignment it -> usable(it.matchable());
    };
  }

  private HashAssignment usable(HashAssignment it) {
    var table = it;
    for (InetAddress cache : it.caches()) {
      table = roster.usable(cache) ? table : table.without(cache);
    }
    return table;
  }

  private MaskAssignment usable(MaskAssignment it) {
    return new MaskAssignment(
        it.sets().stream()
            .map(set ->
                new MaskSet(
                    set.mask(),
                    set.values().stream().filter(value -> roster.usable(value.cache())).toList()))
            .filter(set -> !set.values().isEmpty())
            .toList());
  }

  /// Of a cache that is listed twice the first place counts, for the buckets of both.
  private static HashAssignment merged(HashAssignment it) {
    var caches = it.caches().stream().distinct().toList();
    if (caches.size() == it.caches().size()) {
      return it;
    }
    byte[] octets = it.table().toOctets();
    for (int bucket = 0; bucket < octets.length; bucket++) {
      var owner = it.owner(bucket);
      if (owner.isPresent()) {
        int alternate = it.table().alternate(bucket) ? 0x80 : 0;
        octets[bucket] = (byte) (alternate | caches.indexOf(owner.get()));
      }
    }
    return new HashAssignment(caches, BucketTable.ofOctets(octets, caches.size()).orElseThrow());
  }

  /// Whether we could show the table: compact it may have more values than fit when spelled out.
  private boolean fits(Assignment table) {
    if (!(table instanceof MaskAssignment it)) {
      return true;
    }
    int indexed = settings.routerId() instanceof Inet4Address ? 0 : INDEXED_OCTETS;
    return it.slotCount() * (long) (VALUE_OCTETS + indexed)
            + it.sets().size() * (long) (SET_OCTETS + indexed)
        <= MAP_OCTETS_MAX;
  }
}
