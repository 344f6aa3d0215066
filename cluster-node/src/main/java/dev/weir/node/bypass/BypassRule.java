package dev.weir.node.bypass;

import java.time.Instant;
import java.util.Optional;

/// Something spared: what, until when (always, if empty), and what the operator gave as the reason,
/// or [LessonCause#because()] where the node itself has found one.
///
/// `configured` rules are written in the configuration and cannot be removed at run time.
public record BypassRule(
    Target target, Optional<Instant> until, String because, boolean configured) {
  /// The longest reason, in characters.
  public static final int REASON_CHARS_MAX = 200;

  /// Keeps what can be printed of the reason.
  public BypassRule {
    String printable = because.replaceAll("[^\\x20-\\x7e]", "?");
    because = printable.substring(0, Math.min(printable.length(), REASON_CHARS_MAX));
  }

  /// Why the node has learnt it; empty when a person wrote it.
  public Optional<LessonCause> cause() {
    return LessonCause.of(because);
  }

  /// A rule of the configuration.
  static BypassRule configured(Target target) {
    return new BypassRule(target, Optional.empty(), "", true);
  }
}
