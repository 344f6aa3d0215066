package dev.weir.node.grid;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The bucket table as the designated node publishes it.
///
/// `keyAddress` and `keyNumber` are the assignment key (§3.8), `by` is who published it, and
/// `owners` says for each of the 256 buckets which node owns it, or that nobody does.
public record PublishedTable(
    Inet4Address keyAddress, long keyNumber, Inet4Address by, List<Optional<Inet4Address>> owners) {
  /// How many buckets a table has.
  public static final int BUCKETS = 256;

  /// Refuses another number of buckets and a key number outside an unsigned 32-bit integer.
  public PublishedTable {
    owners = Collections.unmodifiableList(new ArrayList<>(owners));
    if (owners.size() != BUCKETS) {
      throw new IllegalArgumentException(owners.size() + " owners");
    }
    if (keyNumber < 0 || keyNumber > 0xffff_ffffL) {
      throw new IllegalArgumentException("key number " + keyNumber);
    }
  }
}
