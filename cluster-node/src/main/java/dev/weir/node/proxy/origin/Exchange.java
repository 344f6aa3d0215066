package dev.weir.node.proxy.origin;

import io.netty.buffer.ByteBuf;

/// One request and its response, streamed both ways. Confined to its event loop.
public interface Exchange {
  /// Begins. The receiver may hear of it before this returns.
  void start();

  /// Whether a further piece of the request's body may be sent now.
  boolean isWritable();

  /// Sends a piece of the request's body and releases it.
  void send(ByteBuf piece);

  /// The request's body is whole.
  void finishRequest();

  /// Asks for the next piece of the response.
  void read();

  /// Gives up. The receiver hears nothing more.
  void cancel();
}
