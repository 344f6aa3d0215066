package dev.weir.router.control;

import java.util.Locale;

/// The spelling of enum constants in logs and metric labels.
final class Labels {
  private Labels() {}

  /// `ASSIGN_SENDER` as `assign-sender`.
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
