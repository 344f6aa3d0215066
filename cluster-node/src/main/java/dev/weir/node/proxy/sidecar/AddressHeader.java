package dev.weir.node.proxy.sidecar;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;

/// What precedes the octets of a carried connection: its addresses, as the PROXY protocol writes
/// them in version 2 (§2.2, binary header format).
final class AddressHeader {
  static final int OCTETS = 28;

  private static final byte[] SIGNATURE = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };
  private static final int VERSION_2_LOCAL = 0x20;
  private static final int VERSION_2_PROXY = 0x21;
  private static final int TCP_OVER_IPV4 = 0x11;
  private static final int ADDRESSES_OCTETS = 12;

  private AddressHeader() {}

  /// For the connection of a client to where it wanted to go.
  static ByteBuf of(InetSocketAddress client, InetSocketAddress origin) {
    return Unpooled.buffer(OCTETS, OCTETS)
        .writeBytes(SIGNATURE)
        .writeByte(VERSION_2_PROXY)
        .writeByte(TCP_OVER_IPV4)
        .writeShort(ADDRESSES_OCTETS)
        .writeBytes(client.getAddress().getAddress())
        .writeBytes(origin.getAddress().getAddress())
        .writeShort(client.getPort())
        .writeShort(origin.getPort());
  }

  /// For a connection that nobody but this node has opened.
  static ByteBuf local() {
    return Unpooled.buffer(SIGNATURE.length + 4)
        .writeBytes(SIGNATURE)
        .writeByte(VERSION_2_LOCAL)
        .writeByte(0)
        .writeShort(0);
  }
}
