package dev.weir.wccp.message;

import dev.weir.wccp.assignment.BucketSet;
import java.net.InetAddress;

/// §3.5 Web-Cache Identity Element: a cache, and its part of the assignment.
///
/// `historical` is the U flag: the cache owns nothing now and `share` is what it last owned.
/// `versionRequest` is the V flag of 2.01: *answer with your highest version*.
public record CacheIdentity(
    InetAddress address, boolean historical, boolean versionRequest, Share share) {

  /// A cache of a group that assigns by hash.
  public static CacheIdentity hash(
      InetAddress address, boolean historical, BucketSet buckets, int weight, int status) {
    return new CacheIdentity(address, historical, false, new Share.Hash(buckets, weight, status));
  }

  /// The weight by which buckets or values are divided, 0–65535.
  public int weight() {
    return share.weight();
  }

  /// The status, 0–65535.
  public int status() {
    return share.status();
  }

  /// The buckets it tells; none where it tells no buckets.
  public BucketSet buckets() {
    return switch (share) {
      case Share.Hash it -> it.buckets();
      case Share.Extended(Share.Hash it) -> it.buckets();
      case Share.Extended _, Share.Mask _, Share.AlternateMask _ -> BucketSet.EMPTY;
      case Share.WeightOnly _, Share.None _ -> BucketSet.EMPTY;
    };
  }

  /// The same cache with the U flag set or cleared.
  public CacheIdentity historical(boolean set) {
    return new CacheIdentity(address, set, versionRequest, share);
  }

  /// The same cache with another part.
  public CacheIdentity sharing(Share changed) {
    return new CacheIdentity(address, historical, versionRequest, changed);
  }

  /// The same cache with another weight.
  public CacheIdentity weighing(int changed) {
    return sharing(share.weighing(changed));
  }

  /// The same cache with the V flag set or cleared.
  public CacheIdentity requestingVersion(boolean set) {
    return new CacheIdentity(address, historical, set, share);
  }
}
