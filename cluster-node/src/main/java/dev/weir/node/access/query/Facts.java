package dev.weir.node.access.query;

/// What is known of a request.
public interface Facts {
  /// The value of a field that is a number, or an IPv4 address as its 32 bits; 0: there is none.
  long number(Field field);

  /// The value of any other field; empty: there is none.
  String text(Field field);
}
