package dev.weir.wccp.message;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import java.net.InetAddress;
import java.util.List;

/// A WCCP1 message (§2): about web traffic only, never authenticated.
///
/// `version` is the number in the message, 4; equipment before IOS 11.3 is said to want 3.
public sealed interface Version1 extends Message {
  /// The version number that is sent unless configured otherwise.
  int VERSION = 4;

  /// The version number of old equipment.
  int VERSION_OLD = 3;

  /// WCCP1 knows one service: TCP to port 80.
  @Override
  default Component.Service service() {
    return ServiceGroup.WEB_CACHE.standardService();
  }

  /// Type 7: a cache announces itself (§2.1). Its source address is its identity.
  ///
  /// `historical` is the U flag: `buckets` is what it owned, not what it owns.
  record HereIAm(int version, BucketSet buckets, boolean historical, ReceiveId received)
      implements Version1 {}

  /// Type 8: the router answers, and lists the usable caches (§2.2).
  record ISeeYou(int version, int change, ReceiveId receiveId, List<Entry> caches)
      implements Version1 {
    /// A usable cache and its buckets.
    public record Entry(InetAddress cache, BucketSet buckets, boolean historical) {}

    /// Copies the list.
    public ISeeYou {
      caches = List.copyOf(caches);
    }
  }

  /// Type 9: the designated cache tells the table (§2.3). It has no version number.
  record AssignBuckets(ReceiveId received, HashAssignment assignment) implements Version1 {}
}
