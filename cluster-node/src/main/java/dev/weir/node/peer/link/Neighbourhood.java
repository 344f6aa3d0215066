package dev.weir.node.peer.link;

import dev.weir.node.ownership.Neighbours;
import dev.weir.node.peer.PeerKind;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.net.Inet4Address;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The links of all event loops to the other nodes. For any thread.
public final class Neighbourhood implements Neighbours, AutoCloseable {
  /// One loop begins after the other, so that the later ones take up the TLS session of the first.
  private static final long NEXT_LOOP_MILLIS = 250;

  private final EventLoopGroup loops;
  private final Map<EventExecutor, PeerLink> links = new HashMap<>();

  /// A link for each loop, none of which has a connection yet.
  public Neighbourhood(EventLoopGroup loops, PeerLink.Settings settings) {
    this.loops = loops;
    for (EventExecutor loop : loops) {
      links.put(loop, new PeerLink((EventLoop) loop, settings));
    }
  }

  /// The link of a loop.
  public PeerLink of(EventLoop loop) {
    PeerLink link = links.get(loop);
    if (link == null) {
      throw new IllegalArgumentException("a foreign event loop");
    }
    return link;
  }

  @Override
  public void ask(Inet4Address node, byte[] question, Consumer<Optional<byte[]>> told) {
    ask(node, PeerKind.HOME, question, told);
  }

  /// Asks a node, and tells its answer on one of the loops; empty when there was none in time.
  public void ask(
      Inet4Address node, PeerKind kind, byte[] question, Consumer<Optional<byte[]>> told) {
    EventLoop loop = loops.next();
    loop.execute(() -> of(loop).ask(node, kind, question, told));
  }

  @Override
  public void expect(Set<Inet4Address> nodes) {
    long afterMillis = 0;
    for (PeerLink link : links.values()) {
      link.loop().schedule(() -> link.expect(nodes), afterMillis, TimeUnit.MILLISECONDS);
      afterMillis += NEXT_LOOP_MILLIS;
    }
  }

  @Override
  public void close() {
    links.forEach((loop, link) -> loop.execute(link::close));
  }
}
