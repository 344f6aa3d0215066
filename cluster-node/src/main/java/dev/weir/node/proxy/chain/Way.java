package dev.weir.node.proxy.chain;

import java.net.InetSocketAddress;

/// Who is asked for something.
public sealed interface Way {
  /// Its origin.
  record Direct() implements Way {}

  /// Another proxy.
  ///
  /// @param address where it was found to be
  record Through(Parent parent, InetSocketAddress address) implements Way {}

  /// The way to the origin.
  Way DIRECT = new Direct();
}
