package dev.weir.cli.show;

import dev.weir.router.show.IosStyle;
import dev.weir.router.show.ShowWccp;

/// How a page is looked at.
///
/// @param words what was asked for of a router
/// @param wide whether nothing is left out to save room
public record Look(ShowWccp words, IosStyle style, boolean wide) {
  /// Everything, for a narrow terminal.
  public static Look narrow() {
    return new Look(ShowWccp.ALL, IosStyle.V15, false);
  }
}
