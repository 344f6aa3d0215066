package dev.weir.node.proxy.client;

import java.net.InetSocketAddress;

/// Who is at the other end of a conversation: a client, or another node for one of its clients.
public interface Caller {
  /// What a request is asked for.
  enum Wish {
    /// Everything that a client may have, another node's store included.
    ALL,
    /// The same for another node's client, but no further node is asked.
    RELAYED,
    /// What is stored here, which is dropped when it has been given: another node owns it now.
    HANDED_OVER
  }

  /// Where the client of the present request wanted to go.
  InetSocketAddress destination();

  /// What the present request is asked for.
  Wish wish();

  /// Whether it is a client itself.
  default boolean isClient() {
    return wish() == Wish.ALL;
  }

  /// A client that wanted to reach `destination`.
  static Caller client(InetSocketAddress destination) {
    return new Caller() {
      @Override
      public InetSocketAddress destination() {
        return destination;
      }

      @Override
      public Wish wish() {
        return Wish.ALL;
      }
    };
  }
}
