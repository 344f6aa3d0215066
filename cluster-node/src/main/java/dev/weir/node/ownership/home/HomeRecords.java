package dev.weir.node.ownership.home;

/// Hosts and their home buckets, side by side.
///
/// A class, not a record: it holds arrays, which nobody changes.
public final class HomeRecords {
  private final long[] hosts;
  private final byte[] homes;

  HomeRecords(long[] hosts, byte[] homes) {
    if (hosts.length != homes.length) {
      throw new IllegalArgumentException(hosts.length + " hosts, " + homes.length + " homes");
    }
    this.hosts = hosts;
    this.homes = homes;
  }

  /// How many there are.
  public int count() {
    return hosts.length;
  }

  /// The host at an index.
  public long host(int index) {
    return hosts[index];
  }

  /// Its home, 0–255.
  public int home(int index) {
    return Byte.toUnsignedInt(homes[index]);
  }
}
