package dev.weir.node;

import dev.weir.cache.store.Worthless;
import dev.weir.gre.Decapsulator;
import dev.weir.node.admin.AdminPages;
import dev.weir.node.config.NodeConfig;
import dev.weir.node.health.HealthGate;
import dev.weir.node.life.HostException;
import dev.weir.node.ownership.live.GridNumbers;
import dev.weir.node.ownership.live.OwnershipControl;
import dev.weir.node.peer.door.PeerSide;
import dev.weir.node.tally.Tally;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntBinaryOperator;

/// What answers the diverted connections: the cache, or a program beside the node.
///
/// Opened and closed by the thread that starts the node; the rest is for any.
interface Front extends AutoCloseable {
  /// The connections that it opens itself, which must not come back.
  Decapsulator.OwnConnections opening();

  /// Asks the node's name servers for a name's addresses; empty when none has answered.
  void resolve(String name, Consumer<Optional<List<InetAddress>>> told);

  /// The event loops without which it does not work.
  List<EventExecutor> loops();

  /// Clients' connections that were accepted here so far; the kernel's own are not known.
  long accepted();

  /// What was done for clients; nothing where another program does it.
  Tally tally();

  /// Clients' connections that are open here; the kernel's own are not known.
  int connections();

  /// Tells by which router a connection between two IPv4 addresses came; 0: not known.
  void routers(IntBinaryOperator of);

  /// Has clients' connections end with what is under way, or lets them stay again.
  void farewell(boolean now);

  /// Takes nobody new, and closes the connections on which nothing is under way; the others end, or
  /// are closed when it is said again.
  void shut();

  /// What answers the other nodes.
  PeerSide.Answering peers();

  /// Drops what is stored of it.
  void invalidate(Worthless worthless);

  /// Lets it be known whose each URL is, where the cluster has a say in that.
  void owns(OwnershipControl control, Optional<GridNumbers> numbers);

  /// What a self-test that fails means.
  HealthGate.Cause ill();

  /// Puts what another configuration says of it in force, as far as that is read while it runs.
  ///
  /// @throws HostException when the host refuses something; then nothing has changed
  void apply(NodeConfig next) throws HostException;

  /// Goes on in a new log where the old one was renamed.
  void reopen();

  /// Adds the pages that show what it has stored.
  void show(AdminPages pages);

  @Override
  void close() throws HostException;
}
