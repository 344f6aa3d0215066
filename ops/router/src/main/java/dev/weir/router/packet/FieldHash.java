package dev.weir.router.packet;

/// The hash of chosen fields of a packet: the exclusive-or of all their octets (§5.1).
///
/// @param fields of the flags of §3.2 the four lowest: 0x1 source address, 0x2 destination address,
///   0x4 source port, 0x8 destination port
record FieldHash(int fields) {
  /// By destination address: what the standard service uses.
  static final FieldHash DESTINATION = new FieldHash(0x2);

  /// The hash that chooses the bucket.
  static FieldHash primary(int serviceFlags) {
    return new FieldHash(serviceFlags & 0xf);
  }

  /// The hash that is used when the bucket of the first has the A flag (§5.2).
  static FieldHash alternate(int serviceFlags) {
    return new FieldHash(serviceFlags >>> 8 & 0xf);
  }

  /// The bucket, 0..255. Absent ports are 0.
  int bucket(int source, int destination, int sourcePort, int destinationPort) {
    int key =
        ((fields & 0x1) != 0 ? source : 0)
            ^ ((fields & 0x2) != 0 ? destination : 0)
            ^ ((fields & 0x4) != 0 ? sourcePort : 0)
            ^ ((fields & 0x8) != 0 ? destinationPort : 0);
    key ^= key >>> 16;
    key ^= key >>> 8;
    return key & 0xff;
  }
}
