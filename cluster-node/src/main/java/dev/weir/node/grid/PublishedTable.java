package dev.weir.node.grid;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.AssignmentKey;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The bucket table as the designated node publishes it.
///
/// `keyAddress` and `keyNumber` are the assignment key (§3.8), `by` is who published it, and
/// `owners` says for each of the 256 buckets which node owns it, or that nobody does.
public record PublishedTable(
    Inet4Address keyAddress, long keyNumber, Inet4Address by, List<Optional<Inet4Address>> owners) {
  /// How many buckets a table has.
  public static final int BUCKETS = 256;

  /// What is published of an assignment in a group of IPv4 caches. The values of a mask take the
  /// place of buckets in their order, again and again where there are fewer than 256; of more, the
  /// first 256 count.
  public static Optional<PublishedTable> of(
      Optional<AssignmentKey> key, Assignment assignment, Inet4Address by) {
    return key.isPresent()
            && assignment.slotCount() > 0
            && key.get().designated() instanceof Inet4Address designated
        ? Optional.of(
            new PublishedTable(
                designated,
                Integer.toUnsignedLong(key.get().number()),
                by,
                IntStream.range(0, BUCKETS)
                    .mapToObj(bucket -> ipv4(assignment.owner(bucket % assignment.slotCount())))
                    .toList()))
        : Optional.empty();
  }

  private static Optional<Inet4Address> ipv4(Optional<InetAddress> owner) {
    return owner.filter(Inet4Address.class::isInstance).map(Inet4Address.class::cast);
  }

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
