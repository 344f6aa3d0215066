package dev.weir.node.control;

import java.util.Locale;

/// The spelling of enum constants in logs and metric labels.
public final class Labels {
  private Labels() {}

  /// `ASSIGN_SENDER` as `assign-sender`.
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
