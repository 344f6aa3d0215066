package dev.weir.node.proxy.introduce;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Whose a connection is: what this node says of one that it opens for a client.
///
/// @param client empty for one that nobody but this node wants
/// @param version 1 (section 2.1) or 2 (section 2.2)
/// @param at where the client came to
public record Introduction(int version, Optional<InetSocketAddress> client, InetSocketAddress at) {
  static final byte[] SIGNATURE = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };
  static final int LOCAL = 0x20;
  static final int PROXY = 0x21;
  static final int TCP4 = 0x11;
  static final int TCP6 = 0x21;

  /// Its octets. Of two addresses of different families nothing can be said.
  public ByteBuf octets() {
    boolean said =
        client
            .filter(it ->
                it.getAddress() instanceof Inet4Address == at.getAddress() instanceof Inet4Address)
            .isPresent();
    return version == 1 ? line(said) : block(said);
  }

  private ByteBuf line(boolean said) {
    if (!said) {
      return Unpooled.copiedBuffer("PROXY UNKNOWN\r\n", StandardCharsets.US_ASCII);
    }
    InetSocketAddress from = client.orElseThrow();
    String line =
        "PROXY %s %s %s %d %d\r\n"
            .formatted(
                from.getAddress() instanceof Inet4Address ? "TCP4" : "TCP6",
                from.getAddress().getHostAddress(),
                at.getAddress().getHostAddress(),
                from.getPort(),
                at.getPort());
    return Unpooled.copiedBuffer(line, StandardCharsets.US_ASCII);
  }

  private ByteBuf block(boolean said) {
    ByteBuf block = Unpooled.buffer().writeBytes(SIGNATURE);
    if (!said) {
      return block.writeByte(LOCAL).writeByte(0).writeShort(0);
    }
    InetSocketAddress from = client.orElseThrow();
    byte[] source = from.getAddress().getAddress();
    byte[] target = at.getAddress().getAddress();
    return block
        .writeByte(PROXY)
        .writeByte(source.length == 4 ? TCP4 : TCP6)
        .writeShort(source.length + target.length + 4)
        .writeBytes(source)
        .writeBytes(target)
        .writeShort(from.getPort())
        .writeShort(at.getPort());
  }
}
