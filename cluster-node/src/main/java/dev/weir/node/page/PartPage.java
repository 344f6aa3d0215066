package dev.weir.node.page;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.assignment.MaskSet;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A cache's part of an assignment, as pages of nodes and routers show it.
public final class PartPage {
  private PartPage() {}

  /// How many slots it has of how many, and which: `hash`, or `masks` with their values.
  public static Map<String, @Nullable Object> of(Assignment assignment, InetAddress cache) {
    var page = new LinkedHashMap<String, @Nullable Object>();
    BucketSet buckets = assignment.share(cache);
    page.put("buckets", buckets.size());
    page.put("slots", assignment.slotCount());
    if (assignment instanceof MaskAssignment masks) {
      page.put("masks", masks(masks, cache));
    } else {
      page.put("hash", hex(buckets));
    }
    return page;
  }

  /// The 256 bits of a set of buckets as 64 hex digits.
  public static String hex(BucketSet buckets) {
    return HexFormat.of().formatHex(buckets.toVector());
  }

  private static List<Map<String, Object>> masks(MaskAssignment assignment, InetAddress cache) {
    return assignment.sets().stream()
        .map(set ->
            Map.<String, Object>of(
                "mask",
                fields(set.mask()),
                "values",
                set.values().stream()
                    .filter(value -> value.cache().equals(cache))
                    .map(value -> fields(value.match()))
                    .toList()))
        .toList();
  }

  private static Map<String, Object> fields(MaskSet.Mask mask) {
    return Map.of(
        "source", Long.toHexString(mask.source().low()),
        "destination", Long.toHexString(mask.destination().low()),
        "sourcePort", mask.sourcePort(),
        "destinationPort", mask.destinationPort());
  }
}
