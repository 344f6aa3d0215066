package dev.weir.gre.device;

import dev.weir.gre.Encapsulator;
import dev.weir.gre.ReturnWay;
import dev.weir.gre.stray.RouterMemory;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// Gives diverted packets back to the router that sent them (§6.4): in GRE behind the redirect
/// header that came with them, or as they are to a router next to us. The packet itself is not
/// touched.
///
/// Any thread may give.
public final class PacketReturn implements AutoCloseable {
  /// Octets in front of a packet that are overwritten with headers.
  public static final int HEADROOM_OCTETS = Encapsulator.OVERHEAD_OCTETS;

  private final RawGreSocket gre;
  private final NeighbourSocket neighbours;
  private final LongAdder sent = new LongAdder();
  private final LongAdder lost = new LongAdder();

  private PacketReturn(RawGreSocket gre, NeighbourSocket neighbours) {
    this.gre = gre;
    this.neighbours = neighbours;
  }

  /// Opens what is needed, with the address that routers know us by as the outer source: they
  /// believe no other.
  ///
  /// @throws DeviceException when it is not permitted, or the address is not this host's; nothing
  ///   stays open
  public static PacketReturn open(Inet4Address own) throws DeviceException {
    var gre = RawGreSocket.open(Optional.of(own));
    try {
      return new PacketReturn(gre, NeighbourSocket.open());
    } catch (DeviceException e) {
      gre.close();
      throw e;
    }
  }

  /// Gives back the packet at an absolute offset of a direct, big-endian buffer, with
  /// [#HEADROOM_OCTETS] in front of it.
  ///
  /// @param route the router and the redirect word, see [RouterMemory#route]
  /// @return whether the kernel took it; otherwise it is lost, as on any IP path, and counted
  /// @throws DeviceException when a socket is closed or broken
  public boolean give(ByteBuffer direct, int inner, int length, long route, ReturnWay way)
      throws DeviceException {
    Objects.checkFromIndexSize(inner - HEADROOM_OCTETS, HEADROOM_OCTETS + length, direct.limit());
    return give(direct, NativeMemory.addressOf(direct), inner, length, route, way);
  }

  /// Gives back a packet out of the memory of a capture; allocates nothing.
  boolean give(NativeMemory memory, int inner, int length, long route, ReturnWay way)
      throws DeviceException {
    return give(memory.window(), memory.address(0), inner, length, route, way);
  }

  /// Packets that the kernel took.
  public long sent() {
    return sent.sum();
  }

  /// Packets that were not given back: the kernel refused them, or the router has gone.
  public long lost() {
    return lost.sum();
  }

  /// Closes the sockets; a second call does nothing.
  @Override
  public void close() {
    gre.close();
    neighbours.close();
  }

  /// @param address that of the window's first octet
  private boolean give(
      ByteBuffer window, long address, int inner, int length, long route, ReturnWay way)
      throws DeviceException {
    int word = RouterMemory.redirectWord(route);
    int router = RouterMemory.router(route);
    boolean taken =
        switch (way) {
          case GRE -> inGre(window, address, inner, length, route);
          case GRE_VERSION_1 ->
              word == 0
                  ? bare(window, address, inner, length, router)
                  : inGre(window, address, inner, length, route);
          case L2 -> neighbours.send(address + inner, length, router);
          case NONE -> false;
        };
    (taken ? sent : lost).increment();
    return taken;
  }

  private boolean inGre(ByteBuffer window, long address, int inner, int length, long route)
      throws DeviceException {
    int at = inner - Encapsulator.OVERHEAD_OCTETS;
    Encapsulator.writeHeaders(window, at, RouterMemory.redirectWord(route));
    return gre.send(
        address + at, Encapsulator.OVERHEAD_OCTETS + length, RouterMemory.router(route));
  }

  private boolean bare(ByteBuffer window, long address, int inner, int length, int router)
      throws DeviceException {
    int at = inner - Encapsulator.OVERHEAD_OCTETS_V1;
    Encapsulator.writeHeaderV1(window, at);
    return gre.send(address + at, Encapsulator.OVERHEAD_OCTETS_V1 + length, router);
  }
}
