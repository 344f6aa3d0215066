package dev.weir.node.proxy.site;

import dev.weir.node.proxy.origin.Exchange;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.origin.OriginReceiver;
import io.netty.buffer.ByteBuf;

/// An exchange for which there is no origin: it fails when it begins.
public record NoExchange(OriginReceiver receiver) implements Exchange {
  @Override
  public void start() {
    receiver.onFailed(OriginFailure.NO_ORIGIN);
  }

  @Override
  public boolean isWritable() {
    return false;
  }

  @Override
  public void send(ByteBuf piece) {
    piece.release();
  }

  @Override
  public void finishRequest() {}

  @Override
  public void read() {}

  @Override
  public void cancel() {}
}
