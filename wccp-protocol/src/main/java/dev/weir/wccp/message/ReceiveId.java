package dev.weir.wccp.message;

/// The number by which a router recognises that a cache has heard it (§3.3, §3.7).
///
/// Unsigned. A router never sends 0; 0 stands for *not heard yet*.
public record ReceiveId(int value) {
  /// Not heard yet.
  public static final ReceiveId NONE = new ReceiveId(0);

  /// The number after this one; 0 is skipped on wrap (§4.4).
  public ReceiveId next() {
    return new ReceiveId(value + 1 == 0 ? 1 : value + 1);
  }

  @Override
  public String toString() {
    return Integer.toUnsignedString(value);
  }
}
