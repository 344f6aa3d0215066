package dev.weir.node.ownership.home;

import java.util.List;

/// Hosts, their home buckets, and whether these are confirmed, side by side.
///
/// A class, not a record: it holds arrays, which nobody changes.
public final class HomeRecords {
  private final long[] hosts;
  private final byte[] homes;
  private final boolean[] confirmed;

  HomeRecords(long[] hosts, byte[] homes, boolean[] confirmed) {
    if (hosts.length != homes.length || hosts.length != confirmed.length) {
      throw new IllegalArgumentException(hosts.length + " hosts, " + homes.length + " homes");
    }
    this.hosts = hosts;
    this.homes = homes;
    this.confirmed = confirmed;
  }

  /// All of these, one after the other.
  static HomeRecords of(List<HomeRecords> parts) {
    int count = parts.stream().mapToInt(HomeRecords::count).sum();
    long[] hosts = new long[count];
    byte[] homes = new byte[count];
    boolean[] confirmed = new boolean[count];
    int at = 0;
    for (HomeRecords part : parts) {
      System.arraycopy(part.hosts, 0, hosts, at, part.count());
      System.arraycopy(part.homes, 0, homes, at, part.count());
      System.arraycopy(part.confirmed, 0, confirmed, at, part.count());
      at += part.count();
    }
    return new HomeRecords(hosts, homes, confirmed);
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

  /// Whether its directory has said so, and is the same still.
  public boolean confirmed(int index) {
    return confirmed[index];
  }
}
