package dev.weir.wccp.assignment;

/// How a bucket's octet in a REDIRECT_ASSIGN holds the index of its cache and the A flag (§3.0.3,
/// ADR-0004). 0xFF means that nobody owns the bucket in both.
public enum BucketOctet {
  /// `A << 7 | index`, as Cisco's routers have it.
  CISCO,
  /// `index << 1 | A`, as the draft draws it.
  DRAFT;

  private static final int NOBODY = 0xff;

  /// The 256 octets in this layout of a table that is laid out as [#CISCO].
  public byte[] of(byte[] cisco) {
    byte[] octets = cisco.clone();
    for (int i = 0; i < octets.length && this == DRAFT; i++) {
      int octet = octets[i] & 0xff;
      octets[i] = (byte) (octet == NOBODY ? NOBODY : ((octet << 1) & 0xfe) | (octet >>> 7));
    }
    return octets;
  }

  /// The 256 octets laid out as [#CISCO] of a table in this layout.
  public byte[] toCisco(byte[] own) {
    byte[] octets = own.clone();
    for (int i = 0; i < octets.length && this == DRAFT; i++) {
      int octet = octets[i] & 0xff;
      octets[i] = (byte) (octet == NOBODY ? NOBODY : (octet >>> 1) | ((octet & 1) << 7));
    }
    return octets;
  }
}
