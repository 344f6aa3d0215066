package dev.weir.node.proxy.origin;

import dev.weir.cache.message.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/// Who an exchange reports to, on its event loop. After `onComplete` or `onFailed` nothing comes.
public interface OriginReceiver {

  /// The next piece of the request's body may be sent.
  void onWritable();

  /// An interim response (1xx).
  void onInterim(ResponseHead head);

  /// The head of the response, its hop-by-hop fields removed. Ask for what follows by
  /// [OriginExchange#read()].
  void onHead(ResponseHead head);

  /// The head that comes next asks for a login of the connection, which only its two ends can do.
  default void onConnectionLogin() {}

  /// The origin has changed over to the protocol that the request asked for: its connection is the
  /// receiver's now, and holds what has come since. Nothing else comes.
  default void onSwitched(ResponseHead head, Channel origin) {
    origin.close();
  }

  /// A piece of the body, which is the receiver's to release. Ask for the next.
  void onBody(ByteBuf piece);

  /// The response is whole.
  void onComplete();

  /// There will be no response, or no rest of it.
  void onFailed(OriginFailure failure);
}
