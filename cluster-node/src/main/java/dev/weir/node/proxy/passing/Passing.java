package dev.weir.node.proxy.passing;

import dev.weir.cache.message.ResponseHead;
import dev.weir.node.proxy.origin.Exchange;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.origin.OriginReceiver;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Optional;

/// An exchange by way of another one, which reports to it: what it does not do itself is handed on,
/// in both directions, as it came.
public interface Passing extends Exchange, OriginReceiver {
  /// The one that goes on to the origin; empty while there is none.
  Optional<Exchange> inner();

  /// Who hears of the response.
  OriginReceiver receiver();

  @Override
  default void start() {
    inner().ifPresent(Exchange::start);
  }

  @Override
  default boolean isWritable() {
    return inner().map(Exchange::isWritable).orElse(false);
  }

  @Override
  default void send(ByteBuf piece) {
    inner().ifPresentOrElse(it -> it.send(piece), piece::release);
  }

  @Override
  default void finishRequest() {
    inner().ifPresent(Exchange::finishRequest);
  }

  @Override
  default void read() {
    inner().ifPresent(Exchange::read);
  }

  @Override
  default void cancel() {
    inner().ifPresent(Exchange::cancel);
  }

  @Override
  default void onWritable() {
    receiver().onWritable();
  }

  @Override
  default void onInterim(ResponseHead head) {
    receiver().onInterim(head);
  }

  @Override
  default void onHead(ResponseHead head) {
    receiver().onHead(head);
  }

  @Override
  default void onConnectionLogin() {
    receiver().onConnectionLogin();
  }

  @Override
  default void onSwitched(ResponseHead head, Channel origin) {
    receiver().onSwitched(head, origin);
  }

  @Override
  default void onBody(ByteBuf piece) {
    receiver().onBody(piece);
  }

  @Override
  default void onComplete() {
    receiver().onComplete();
  }

  @Override
  default void onFailed(OriginFailure failure) {
    receiver().onFailed(failure);
  }
}
