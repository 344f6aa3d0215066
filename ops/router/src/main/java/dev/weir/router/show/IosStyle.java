package dev.weir.router.show;

/// Whose labels are printed.
public enum IosStyle {
  /// 12.4 to 15.0: packets counted as process, fast and CEF.
  V12,
  /// 15.2 and XE: methods of each client, closed mode.
  V15
}
