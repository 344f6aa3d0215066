package dev.weir.node.ownership;

import java.net.Inet4Address;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The other nodes, as far as they are asked about homes. Carried by the link between nodes.
@FunctionalInterface
public interface Neighbours {
  /// The longest question and the longest answer, octets.
  int OCTETS_MAX = 65_536;

  /// Nobody answers: a node that is alone.
  Neighbours NONE = (node, question, told) -> told.accept(Optional.empty());

  /// Asks a node, and tells its answer on any thread; empty when there was none within the time
  /// that the link gives. Always tells, and once.
  void ask(Inet4Address node, byte[] question, Consumer<Optional<byte[]>> told);

  /// Whom this node is going to ask: a connection to each is kept ready, in place of the earlier
  /// ones'.
  default void expect(Set<Inet4Address> nodes) {}

  /// What a node is asked, at the node that is asked.
  @FunctionalInterface
  interface Desk {
    /// Answers `asker`, within the call or later, or with nothing when it does not understand.
    void answer(Inet4Address asker, byte[] question, Consumer<Optional<byte[]>> told);
  }
}
