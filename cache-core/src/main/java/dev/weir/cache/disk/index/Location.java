package dev.weir.cache.disk.index;

/// Where a record is.
///
/// @param segment the number of its segment, from 1 on
/// @param offset the position of its first octet
/// @param length its octets, head and all
public record Location(int segment, int offset, int length) {
  /// Places in the order in which they are written.
  public long order() {
    return ((long) segment << Integer.SIZE) | offset;
  }
}
