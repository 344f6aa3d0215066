package dev.weir.node.access;

/// The texts of a record in the order in which they are written, and the most octets of each; what
/// is longer is cut off.
enum Text {
  METHOD(64),
  /// Host and port; with [#TARGET] behind it the URL.
  HOST(264),
  TARGET(4096),
  REFERER(1024),
  AGENT(1024),
  /// The media type of the response.
  TYPE(128),
  /// The operator's rule that decided.
  RULE(64),
  /// What Cache-Status says beside the result.
  DETAIL(64),
  /// The name of the parent that was asked.
  PARENT(64),
  /// Who has shown a password.
  USER(64);

  /// All of them; `values()` copies each time.
  private static final Text[] ALL = values();

  private final int octetsMax;

  Text(int octetsMax) {
    this.octetsMax = octetsMax;
  }

  int octetsMax() {
    return octetsMax;
  }

  static Text at(int index) {
    return ALL[index];
  }

  static int count() {
    return ALL.length;
  }
}
