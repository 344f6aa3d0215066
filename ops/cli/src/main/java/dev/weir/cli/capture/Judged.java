package dev.weir.cli.capture;

import dev.weir.gre.Verdict;
import java.net.Inet4Address;
import java.util.Optional;
import java.util.Set;

/// A frame, and what the node makes of it.
///
/// @param verdict empty for what no node judges: WCCP, what it sends itself, pieces, and everything
///   as long as no node has told by what it judges
/// @param comment the same in words
/// @param inner where in the frame the inner packet begins; the outer one when there is none
/// @param octets how long that is
/// @param redirected whether it is GRE for the node
/// @param addresses sender and receiver, outside and inside
record Judged(
    Optional<Verdict> verdict,
    String comment,
    int inner,
    int octets,
    boolean redirected,
    Set<Inet4Address> addresses) {
  /// Copies the addresses.
  Judged {
    addresses = Set.copyOf(addresses);
  }
}
