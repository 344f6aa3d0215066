package dev.weir.cli.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// A capture file under construction: pcap of bare IPv4 packets, one each second.
public final class Capture {
  private static final Path VECTORS = Path.of("../../wccp-protocol/src/test/resources/vectors");
  private static final int LINK_RAW = 101;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private int seconds;

  /// An empty capture.
  public Capture() {
    put(
        ByteBuffer.allocate(24)
            .putInt(0xa1b2c3d4)
            .putInt(0x00020004)
            .putLong(0)
            .putInt(65_535)
            .putInt(LINK_RAW));
  }

  /// The names of all recorded messages.
  public static List<String> vectors() {
    try (Stream<Path> files = Files.list(VECTORS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".hex"))
          .map(name -> name.substring(0, name.length() - 4))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where a recorded message is.
  public static Path file(String vector) {
    return VECTORS.resolve(vector + ".hex");
  }

  /// The octets of a recorded message.
  public static byte[] vector(String name) {
    try {
      return HexDump.parse(Files.readString(file(name))).getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Adds a UDP datagram between the cache 192.0.2.11 and the router 192.0.2.1.
  public Capture udp(boolean fromCache, byte[] payload) {
    var datagram = ByteBuffer.allocate(8 + payload.length);
    datagram.putShort((short) 2048).putShort((short) 2048);
    datagram.putShort((short) datagram.capacity()).putShort((short) 0).put(payload);
    return packet(17, fromCache, datagram.array());
  }

  /// Adds a GRE packet from the router, or from the cache.
  public Capture gre(boolean fromCache, String hex) {
    return packet(47, fromCache, HexFormat.of().parseHex(hex));
  }

  private Capture packet(int protocol, boolean fromCache, byte[] payload) {
    return frame(ipv4(protocol, fromCache ? 11 : 1, fromCache ? 1 : 11, payload));
  }

  /// An IPv4 packet between two hosts of 192.0.2.0/24.
  public static byte[] ipv4(int protocol, int from, int to, byte[] payload) {
    var packet = ByteBuffer.allocate(20 + payload.length);
    packet.put((byte) 0x45).put((byte) 0).putShort((short) packet.capacity()).putInt(0);
    packet.put((byte) 64).put((byte) protocol).putShort((short) 0);
    packet.putInt(0xc0000200 | from).putInt(0xc0000200 | to).put(payload);
    return packet.array();
  }

  /// Adds a client's packet in GRE, diverted for web-cache.
  public Capture diverted(String client, String origin, int port, boolean syn) {
    return gre(
        false, "0000883e00000000" + HexFormat.of().formatHex(tcp(client, origin, port, syn)));
  }

  /// A client's packet, as it is before it is diverted: its connection's first one, or a later one.
  public static byte[] tcp(String client, String origin, int port, boolean syn) {
    var packet = ByteBuffer.allocate(40);
    packet.putInt(0x45000028).putInt(0).putInt(0x40060000);
    packet.put(Inet4Address.ofLiteral(client).getAddress());
    packet.put(Inet4Address.ofLiteral(origin).getAddress());
    packet.putShort((short) 40_000).putShort((short) port).putLong(0);
    packet.putInt(syn ? 0x50022000 : 0x50102000).putInt(0);
    return packet.putShort(10, checksum(packet)).array();
  }

  /// Of the first twenty octets (RFC 791 §3.1 Header Checksum).
  private static short checksum(ByteBuffer header) {
    int sum = 0;
    for (int at = 0; at < 20; at += 2) {
      sum += header.getShort(at) & 0xffff;
    }
    return (short) ~((sum & 0xffff) + (sum >>> 16));
  }

  /// Adds a frame as it is.
  public Capture frame(byte[] packet) {
    return frame(packet, packet.length);
  }

  /// Adds a frame of which only the beginning was captured.
  public Capture frame(byte[] packet, int captured) {
    put(ByteBuffer.allocate(16).putInt(++seconds).putInt(0).putInt(captured).putInt(packet.length));
    file.write(packet, 0, captured);
    return this;
  }

  /// The file.
  public byte[] octets() {
    return file.toByteArray();
  }

  private void put(ByteBuffer header) {
    byte[] octets = new byte[header.position()];
    header.get(0, octets);
    file.writeBytes(octets);
  }
}
