package dev.weir.node.access.octets;

/// The texts of a record in the order in which they are written, and the most octets of each; what
/// is longer is cut off.
public enum Text {
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

  public int octetsMax() {
    return octetsMax;
  }

  public static Text at(int index) {
    return ALL[index];
  }

  public static int count() {
    return ALL.length;
  }
}
