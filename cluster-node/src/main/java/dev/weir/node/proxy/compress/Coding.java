package dev.weir.node.proxy.compress;

/// A content coding that is made here (RFC 9110 §8.4.1).
public enum Coding {
  /// RFC 1952.
  GZIP("gzip");

  private final String text;

  Coding(String text) {
    this.text = text;
  }

  /// As it stands in Accept-Encoding and Content-Encoding.
  public String text() {
    return text;
  }
}
