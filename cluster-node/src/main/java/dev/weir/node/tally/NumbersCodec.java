package dev.weir.node.tally;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The octets of [NodeNumbers] in the grid, big-endian:
///
/// ```
/// u8 version = 1 | 8 × u64: requests, hits, to clients, from origins; of lately: requests in 1000 s,
/// requests, hits, microseconds | 256 × u16 load | u8 n | n × (4 octets of a router, u8 lists us)
/// ```
final class NumbersCodec {
  private static final byte VERSION = 1;
  private static final int FIXED = 1 + 8 * Long.BYTES + 256 * Short.BYTES + 1;
  private static final int ROUTER = 5;

  private NumbersCodec() {}

  static byte[] encode(NodeNumbers numbers) {
    var out = ByteBuffer.allocate(FIXED + ROUTER * numbers.routers().size()).put(VERSION);
    out.putLong(numbers.requests()).putLong(numbers.hits());
    out.putLong(numbers.toClients()).putLong(numbers.fromOrigins());
    NodeNumbers.Lately lately = numbers.lately();
    out.putLong(lately.milliRequests()).putLong(lately.requests());
    out.putLong(lately.hits()).putLong(lately.within95Micros());
    numbers.load().forEach(load -> out.putShort(load.shortValue()));
    out.put((byte) numbers.routers().size());
    numbers
        .routers()
        .forEach((router, lists) -> out.put(router.getAddress()).put((byte) (lists ? 1 : 0)));
    return out.array();
  }

  /// Reads a record. Total: what is none is empty.
  static Optional<NodeNumbers> decode(byte[] octets) {
    if (octets.length < FIXED || octets[0] != VERSION) {
      return Optional.empty();
    }
    int count = Byte.toUnsignedInt(octets[FIXED - 1]);
    if (count > NodeNumbers.ROUTERS_MAX || octets.length != FIXED + ROUTER * count) {
      return Optional.empty();
    }
    var in = ByteBuffer.wrap(octets, 1, octets.length - 1);
    var longs = new long[8];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = in.getLong();
      if (longs[i] < 0) {
        return Optional.empty();
      }
    }
    var load = new ArrayList<Integer>(256);
    for (int i = 0; i < 256; i++) {
      load.add(Short.toUnsignedInt(in.getShort()));
    }
    in.get();
    return Optional.of(
        new NodeNumbers(
            longs[0],
            longs[1],
            longs[2],
            longs[3],
            new NodeNumbers.Lately(longs[4], longs[5], longs[6], longs[7]),
            load,
            routers(in, count)));
  }

  private static Map<Inet4Address, Boolean> routers(ByteBuffer in, int count) {
    var routers = new LinkedHashMap<Inet4Address, Boolean>();
    byte[] address = new byte[4];
    for (int i = 0; i < count; i++) {
      in.get(address);
      routers.put(address(address), in.get() == 1);
    }
    return routers;
  }

  private static Inet4Address address(byte[] octets) {
    try {
      return (Inet4Address) InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // four octets are always an address
    }
  }
}
