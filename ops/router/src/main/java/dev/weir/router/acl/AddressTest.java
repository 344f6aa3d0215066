package dev.weir.router.acl;

/// An address and its wildcard mask: a bit that is 1 in the wildcard is not looked at.
///
/// @param address IPv4 in network order; bits under the wildcard are 0
public record AddressTest(int address, int wildcard) {
  /// Every address: the word `any`.
  public static final AddressTest ANY = new AddressTest(0, -1);

  /// Clears what the wildcard hides, so that equal tests are equal values.
  public AddressTest {
    address &= ~wildcard;
  }

  /// One address: the word `host`.
  public static AddressTest host(int address) {
    return new AddressTest(address, 0);
  }

  boolean matches(int other) {
    return (other & ~wildcard) == address;
  }
}
