package dev.weir.node.proxy.compress;

import dev.weir.node.os.BrotliEncoder;
import io.netty.buffer.ByteBufAllocator;

/// A content coding that is made here (RFC 9110 §8.4.1).
public enum Coding {
  /// RFC 7932, where the host has the library for it.
  BR("br"),
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

  /// Whether it can be made on this host.
  public boolean isHere() {
    return this != BR || BrotliEncoder.isHere();
  }

  /// Begins a body.
  Coder begin(ByteBufAllocator allocator) {
    return switch (this) {
      case BR -> new Brotli(allocator);
      case GZIP -> new Gzip(allocator);
    };
  }
}
