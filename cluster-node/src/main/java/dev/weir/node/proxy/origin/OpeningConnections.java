package dev.weir.node.proxy.origin;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// The connections to origins that are being opened, by which a router's fault is known: to divert
/// our own SYN back to us (a redirect loop).
///
/// The kernel chooses the port when it sends the SYN, so a SYN can be back before its port is
/// known. Hence whoever asks waits while one is being sent, which is one call of the kernel; those
/// that send do not wait for each other. For any thread.
public final class OpeningConnections {
  private record Flow(int source, int destination, int ports) {
    static Flow of(InetSocketAddress source, InetSocketAddress destination) {
      return new Flow(
          address(source), address(destination), source.getPort() << 16 | destination.getPort());
    }

    private static int address(InetSocketAddress of) {
      return of.getAddress() instanceof Inet4Address ipv4
          ? ByteBuffer.wrap(ipv4.getAddress()).getInt()
          : 0;
    }
  }

  private final Map<Flow, Runnable> opening = new ConcurrentHashMap<>();
  private final AtomicInteger begun = new AtomicInteger();
  private final ReadWriteLock sending = new ReentrantReadWriteLock();

  /// Whether a SYN that was diverted to us is our own; then whoever opens the connection has been
  /// told.
  ///
  /// @param ports the source port in the high half, the destination port in the low one
  public boolean owns(int source, int destination, int ports) {
    if (begun.get() == 0) {
      return false;
    }
    Runnable alarm;
    sending.writeLock().lock();
    try {
      alarm = opening.get(new Flow(source, destination, ports));
    } finally {
      sending.writeLock().unlock();
    }
    if (alarm != null) {
      alarm.run();
    }
    return alarm != null;
  }

  /// A SYN is about to be sent by this thread. Ended by [#sent].
  void begin() {
    begun.incrementAndGet();
    sending.readLock().lock();
  }

  /// It bears these addresses. `alarm` is run, by any thread and perhaps more than once, when it
  /// comes back.
  void expect(InetSocketAddress source, InetSocketAddress destination, Runnable alarm) {
    opening.put(Flow.of(source, destination), alarm);
  }

  /// It is out; the same thread says so.
  void sent() {
    sending.readLock().unlock();
  }

  /// The connection is open, or will never be.
  void end(InetSocketAddress source, InetSocketAddress destination) {
    opening.remove(Flow.of(source, destination));
    end();
  }

  /// The same of a connection whose addresses were never known.
  void end() {
    begun.decrementAndGet();
  }
}
