package dev.weir.node.telemetry;

import java.util.List;

/// What a node exports of its disks.
public enum DiskMetric implements MetricRow {
  FAILING(
      Kind.GAUGE,
      "weir_disk_failing",
      "Whether nothing is written to a disk of the cache because it fails: 1, or 0. See the page on a"
          + " disk that fails.",
      "disk"),
  FAILURES(
      Kind.COUNTER,
      "weir_disk_failures",
      "Calls that a disk of the cache refused. Growing: the event disk-failed says why.",
      "disk"),
  OBJECTS(Kind.GAUGE, "weir_disk_objects", "URLs on a disk of the cache.", "disk"),
  BYTES(
      Kind.GAUGE,
      "weir_disk_bytes",
      "Octets of a disk's files. Near its size it stays: the oldest make room for the newest.",
      "disk"),
  LONG_BODIES(
      Kind.GAUGE,
      "weir_disk_long_bodies",
      "Bodies too long for memory, each in a file of its own on a disk.",
      "disk"),
  LONG_BYTES(
      Kind.GAUGE,
      "weir_disk_long_bytes",
      "Octets of a disk that those take, or will once they have come.",
      "disk"),
  INDEX_BYTES(
      Kind.GAUGE, "weir_disk_index_bytes", "Memory that the index of a disk takes.", "disk"),
  QUEUE_BYTES(
      Kind.GAUGE,
      "weir_disk_queue_bytes",
      "Octets that wait to be written. At 33554432 nothing more is taken: the disk is too slow.",
      "disk"),
  ORDERS(
      Kind.GAUGE,
      "weir_disk_orders",
      "Purges of many that a disk remembers until what they mean is written over. Beyond 4096 all"
          + " that was written before the oldest is given up: purge by surrogate key less often.",
      "disk"),
  OPENED_SECONDS(
      Kind.GAUGE, "weir_disk_opened_seconds", "How long it took to read a disk's index.", "disk"),
  WRITES(Kind.COUNTER, "weir_disk_writes", "URLs written to a disk.", "disk"),
  WRITE_BYTES(Kind.COUNTER, "weir_disk_write_bytes", "Octets of those.", "disk"),
  REFUSED(
      Kind.COUNTER,
      "weir_disk_refused",
      "URLs not written, by reason. queue-full: the disk is too slow; too-large: longer than the"
          + " disk takes; too-slow: a client would have waited for it; outdated: replaced before; failing: see weir_disk_failing.",
      "disk",
      "reason"),
  READS(
      Kind.COUNTER,
      "weir_disk_reads",
      "Reads by result: found is a hit. corrupt, failed: replace the disk; busy: it is too slow; gone,"
          + " purged, other-url are a few.",
      "disk",
      "result"),
  LATE(
      Kind.COUNTER,
      "weir_disk_late",
      "Requests that did not wait longer than cache.disk-wait, and went to the origin. Many: a disk is"
          + " too slow, or not local.");

  @SuppressWarnings("ImmutableEnumChecker") // a record with a copied list, which nobody can change
  private final Row row;

  DiskMetric(Kind kind, String metricName, String help, String... labels) {
    this.row = new Row(kind, metricName, help, List.of(labels));
  }

  @Override
  public Row row() {
    return row;
  }
}
