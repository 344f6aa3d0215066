package dev.weir.node.config.reverse;

import dev.weir.node.config.value.ListenAddress;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;

/// An origin of a section of `proxy.reverse`. One of weight 3 is asked three times as often as one
/// of weight 1.
public record OriginEntry(ListenAddress address, int weight) {
  private static final int WEIGHT_MAX = 256;

  /// An origin that is asked as often as any other.
  public OriginEntry(ListenAddress address) {
    this(address, 1);
  }

  /// Reads an entry; one without a weight may be written as its address alone.
  public static OriginEntry read(SectionReader section) {
    return new OriginEntry(
        section.key("address", Values.origin(), "Where it is.").required(),
        section
            .key(
                "weight",
                Values.integer(1, WEIGHT_MAX),
                "How often it is asked, compared with the others.")
            .or(1));
  }
}
