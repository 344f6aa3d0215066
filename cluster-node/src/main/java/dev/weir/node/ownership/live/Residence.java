package dev.weir.node.ownership.live;

import dev.weir.node.ownership.Holding;
import java.net.Inet4Address;
import java.util.Optional;

/// Where a URL lives, as one node knows it, and why.
///
/// @param directory the node that says where the host is at home
/// @param home the host's bucket, as far as it is known here
/// @param spread whether the host is owned URL by URL
/// @param bucket the bucket that counts, and who has it; empty when the home is not known here
public record Residence(
    Inet4Address directory, Optional<Integer> home, boolean spread, Optional<Bucket> bucket) {
  /// A bucket and its owners.
  public record Bucket(int number, Holding holding) {}
}
