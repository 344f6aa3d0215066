package dev.weir.node.proxy.origin;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/// The connections to origins that are being opened, by which a router's fault is known: to divert
/// our own SYN back to us (a redirect loop).
///
/// The kernel chooses the port when it sends the SYN, so a SYN can come back before its port is told
/// here; hence the last few SYNs are remembered while any connection is being opened. For any
/// thread.
public final class OpeningConnections {
  private static final int REMEMBERED = 64;

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

  private final Map<Flow, Runnable> opening = new HashMap<>();
  private final Flow[] seen = new Flow[REMEMBERED];
  private long seenCount;
  private volatile int begun;

  /// Whether a SYN that was diverted to us is our own; then whoever opens the connection has been
  /// told.
  ///
  /// @param ports the source port in the high half, the destination port in the low one
  public boolean owns(int source, int destination, int ports) {
    if (begun == 0) {
      return false;
    }
    var flow = new Flow(source, destination, ports);
    Runnable alarm;
    synchronized (this) {
      alarm = opening.get(flow);
      if (alarm == null) {
        seen[(int) (seenCount++ % REMEMBERED)] = flow;
      }
    }
    if (alarm != null) {
      alarm.run();
    }
    return alarm != null;
  }

  /// A connection is about to be opened; gives what [#expect] asks for. Ended by [#end].
  synchronized long begin() {
    begun++;
    return seenCount;
  }

  /// The connection's SYN is out. `alarm` is run, by any thread and perhaps more than once, when it
  /// comes back.
  void expect(
      long since, InetSocketAddress source, InetSocketAddress destination, Runnable alarm) {
    var flow = Flow.of(source, destination);
    boolean back = false;
    synchronized (this) {
      opening.put(flow, alarm);
      for (long at = Math.max(since, seenCount - REMEMBERED); at < seenCount; at++) {
        back |= flow.equals(seen[(int) (at % REMEMBERED)]);
      }
    }
    if (back) {
      alarm.run();
    }
  }

  /// The connection is open, or will never be.
  synchronized void end(InetSocketAddress source, InetSocketAddress destination) {
    opening.remove(Flow.of(source, destination));
    begun--;
  }

  /// The same of a connection whose port was never known.
  synchronized void end() {
    begun--;
  }
}
