package dev.weir.node.ownership.home;

import dev.weir.wccp.assignment.BucketSet;
import java.util.List;
import java.util.Optional;

/// What nodes say to each other about homes and load.
public sealed interface HomeMessage {
  /// To a directory node: where is this host at home? If nobody knows, let it be `proposed`.
  record WhereIs(long host, Optional<Integer> proposed) implements HomeMessage {}

  /// To any node: what do you know of the hosts of these directory buckets?
  record Recall(BucketSet buckets) implements HomeMessage {}

  /// To every node: what has been asked of me lately, and which hosts do I, as their directory,
  /// spread?
  ///
  /// @param requests how many requests came from clients in the interval
  /// @param hosts the busiest hosts of them
  /// @param spread hosts that are owned URL by URL
  record Load(long requests, List<Busy> hosts, List<Long> spread) implements HomeMessage {
    /// Keeps copies of the lists.
    public Load {
      hosts = List.copyOf(hosts);
      spread = List.copyOf(spread);
    }
  }

  /// A host and how many requests named it.
  record Busy(long host, long requests) {}

  /// The answer to [WhereIs], 0–255.
  record Home(int bucket) implements HomeMessage {}

  /// The answer of a node that is not the directory of the name, or not yet.
  record NotHere() implements HomeMessage {}

  /// The answer to [Recall]: all that is known of the hosts of `buckets`, as many of those asked
  /// for as one message takes.
  record Records(BucketSet buckets, HomeRecords records) implements HomeMessage {}

  /// The answer to [Load].
  record Noted() implements HomeMessage {}
}
