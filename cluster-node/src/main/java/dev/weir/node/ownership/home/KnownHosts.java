package dev.weir.node.ownership.home;

import dev.weir.node.ownership.Epoch;
import dev.weir.node.ownership.NameHash;
import dev.weir.wccp.assignment.BucketSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Optional;

/// The home buckets that a node knows, as the directory node of some names and as one that has
/// asked about others.
///
/// The hosts of one directory bucket are a shelf of their own: they become remembered ones, and are
/// handed on, together. Bounded by [#COUNT_MAX]; beyond it the remembered hosts of a shelf give
/// way, else half of it. Safe for use by any thread.
public final class KnownHosts {
  /// The most hosts that are known at once; a shelf takes its part of them.
  public static final int COUNT_MAX = 1_638_400;

  private final Shelf[] shelves = new Shelf[Epoch.BUCKETS];

  /// A host that is known.
  ///
  /// @param home its bucket
  /// @param confirmed whether its directory said so since the directory is the same
  public record Known(int home, boolean confirmed) {}

  /// Nothing known yet.
  public KnownHosts() {
    for (int bucket = 0; bucket < shelves.length; bucket++) {
      shelves[bucket] = new Shelf(COUNT_MAX / Epoch.BUCKETS);
    }
  }

  /// What is known of a host.
  public Optional<Known> find(long host) {
    Shelf shelf = shelf(host);
    synchronized (shelf) {
      return shelf.find(host);
    }
  }

  /// Its directory has said where a host is at home.
  public void confirm(long host, int home) {
    Shelf shelf = shelf(host);
    synchronized (shelf) {
      shelf.put(host, home);
    }
  }

  /// Another node remembers where a host is at home, unless we know or remember something
  /// ourselves.
  public void remember(long host, int home) {
    Shelf shelf = shelf(host);
    synchronized (shelf) {
      shelf.remember(host, home);
    }
  }

  /// The home of a host for whose directory we speak: what is known, else what is proposed, which
  /// is known from now on.
  public int settle(long host, int proposed) {
    Shelf shelf = shelf(host);
    synchronized (shelf) {
      int home = shelf.find(host).map(Known::home).orElse(proposed);
      shelf.put(host, home);
      return home;
    }
  }

  /// Another node has become the directory of these hosts: what is known of them is only
  /// remembered.
  public void doubt(int directoryBucket) {
    Shelf shelf = shelves[directoryBucket];
    synchronized (shelf) {
      shelf.doubt();
    }
  }

  /// What was known of the hosts of one directory bucket is worth nothing any more.
  public void forget(int directoryBucket) {
    Shelf shelf = shelves[directoryBucket];
    synchronized (shelf) {
      shelf.clear();
    }
  }

  /// All that is known of the hosts of one directory bucket.
  public HomeRecords recall(int directoryBucket) {
    Shelf shelf = shelves[directoryBucket];
    synchronized (shelf) {
      return shelf.records();
    }
  }

  /// All that is known of the hosts of directory buckets, in their order, as many as one message
  /// takes.
  public HomeMessage.Records recall(BucketSet directoryBuckets) {
    var told = new BitSet();
    var all = new ArrayList<HomeRecords>();
    int count = 0;
    for (int bucket : directoryBuckets.stream().toArray()) {
      HomeRecords records = recall(bucket);
      count += records.count();
      if (count > HomeCodec.RECORDS_MAX) {
        break;
      }
      all.add(records);
      told.set(bucket);
    }
    return new HomeMessage.Records(BucketSet.of(told.stream()), HomeRecords.of(all));
  }

  /// How many hosts are known.
  public int count() {
    int count = 0;
    for (Shelf shelf : shelves) {
      synchronized (shelf) {
        count += shelf.count();
      }
    }
    return count;
  }

  /// What the records take, octets.
  public long octets() {
    long octets = 0;
    for (Shelf shelf : shelves) {
      synchronized (shelf) {
        octets += shelf.octets();
      }
    }
    return octets;
  }

  private Shelf shelf(long host) {
    return shelves[NameHash.bucket(host)];
  }
}
