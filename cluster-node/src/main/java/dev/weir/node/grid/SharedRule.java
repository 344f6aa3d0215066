package dev.weir.node.grid;

/// A bypass rule as members share it: what it spares, such as `to 203.0.113.0/24`, until when and
/// why.
///
/// `untilSecond` counts seconds since 1970; 0 is for ever. Both texts are printable ASCII, of at
/// most 255 characters, and `target` of at least one.
public record SharedRule(String target, long untilSecond, String because) {
  /// With this begins the reason of what a node has learnt.
  public static final String LEARNT = "learnt: ";

  /// Refuses other texts and times.
  public SharedRule {
    if (target.isEmpty() || !isText(target) || !isText(because) || untilSecond < 0) {
      throw new IllegalArgumentException("no rule: " + target + " " + untilSecond);
    }
  }

  /// Whether a node has learnt it: nobody's reason begins like that.
  boolean learned() {
    return because.startsWith(LEARNT);
  }

  /// Whether a text can be shared.
  static boolean isText(String text) {
    return text.length() <= 255 && text.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
  }
}
