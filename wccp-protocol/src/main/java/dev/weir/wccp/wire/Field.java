package dev.weir.wccp.wire;

/// A field as it was read from a datagram, for people.
///
/// @param offset where it begins, in octets from the start of the datagram
/// @param octets how many octets it has
/// @param name what the codec calls it
/// @param value an unsigned number, an address, or octets in hexadecimal
public record Field(int offset, int octets, String name, String value) {}
