package dev.weir.node.path;

import dev.weir.gre.device.DeviceException;
import dev.weir.gre.device.TunDevice;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Takes diverted packets whose connection this host does not know out of the stray TUN, and drops
/// and counts them.
///
/// They belong to connections that another node, or nobody, accepted before the table changed.
final class StrayDrain implements AutoCloseable {
  private static final int PACKET_OCTETS_MAX = 65_535;
  private static final int WAIT_MILLIS = 200;

  private final TunDevice tun;
  private final Consumer<Throwable> onFailure;
  private final AtomicLong dropped = new AtomicLong();
  private final Thread thread;
  private volatile boolean stopping;

  StrayDrain(TunDevice tun, Consumer<Throwable> onFailure) {
    this.tun = tun;
    this.onFailure = onFailure;
    this.thread = Thread.ofPlatform().name("strays-" + tun.name()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  long dropped() {
    return dropped.get();
  }

  /// Stops the thread and waits for it, 200 ms at the most.
  @Override
  public void close() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    var packet = ByteBuffer.allocateDirect(PACKET_OCTETS_MAX);
    try {
      while (!stopping) {
        if (tun.read(packet.clear(), WAIT_MILLIS) > 0) {
          dropped.incrementAndGet();
        }
      }
    } catch (DeviceException | RuntimeException | Error e) {
      onFailure.accept(e);
    }
  }
}
