package dev.weir.wccp.message;

import dev.weir.wccp.assignment.BucketSet;
import java.net.Inet4Address;

/// §3.5 Web-Cache Identity Element with hash assignment data.
///
/// `historical` is the U flag: the cache owns nothing now and `buckets` is what it last owned.
/// `weight` and `status` are 0–65535 and belong to the cache; routers copy them unchanged.
public record CacheIdentity(
    Inet4Address address, boolean historical, BucketSet buckets, int weight, int status) {

  /// The same cache as a router shows it once it has buckets, or once it has lost them.
  public CacheIdentity owning(BucketSet present) {
    return new CacheIdentity(address, false, present, weight, status);
  }

  /// The same cache with the U flag set or cleared.
  public CacheIdentity historical(boolean set) {
    return new CacheIdentity(address, set, buckets, weight, status);
  }

  /// The same cache with another weight.
  public CacheIdentity weighing(int changed) {
    return new CacheIdentity(address, historical, buckets, changed, status);
  }
}
