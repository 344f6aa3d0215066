package dev.weir.node.access.query;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What can be asked of a request.
public enum Field {
  /// The status sent; 0: none.
  STATUS(Kind.NUMBER),
  /// Octets sent, with the head.
  BYTES(Kind.NUMBER),
  /// How long it took, in milliseconds.
  MS(Kind.NUMBER),
  /// Who asked.
  CLIENT(Kind.ADDRESS),
  /// Which router diverted the connection.
  ROUTER(Kind.ADDRESS),
  /// What was wanted.
  METHOD(Kind.TEXT),
  /// Of which host, in lower case and without a port.
  HOST(Kind.TEXT),
  /// What is behind it in the URL.
  PATH(Kind.TEXT),
  /// Where the object came from.
  SOURCE(Kind.TEXT),
  /// What the cache did.
  CACHE(Kind.TEXT),
  /// Who has shown a password.
  USER(Kind.TEXT);

  /// What its values are.
  enum Kind {
    NUMBER,
    ADDRESS,
    TEXT
  }

  private final Kind kind;

  Field(Kind kind) {
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  /// As it is written.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Field> of(String word) {
    return Arrays.stream(values()).filter(it -> it.word().equals(word)).findFirst();
  }
}
