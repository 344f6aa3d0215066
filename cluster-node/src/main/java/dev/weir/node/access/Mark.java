package dev.weir.node.access;

/// What a record says by its being marked so.
public enum Mark {
  /// The client spoke HTTP/1.0.
  HTTP_1_0,
  /// The client spoke HTTP/2.
  HTTP_2,
  /// The client spoke TLS, which ended here.
  TLS,
  /// It was broken off.
  BROKEN;

  @SuppressWarnings("EnumOrdinal") // read by this process alone
  int bit() {
    return 1 << ordinal();
  }
}
