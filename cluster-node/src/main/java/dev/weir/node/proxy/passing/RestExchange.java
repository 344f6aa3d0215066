package dev.weir.node.proxy.passing;

import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.rule.Completion;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.node.proxy.origin.Exchange;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.origin.OriginReceiver;
import dev.weir.node.proxy.wire.LeasedBuffer;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.function.Function;

/// An exchange that asks for the rest of what is stored in part. Its receiver gets the whole: what
/// is stored, then what comes; or, if the whole has changed, the new one. The lease on what is
/// stored ends with it.
///
/// Confined to its event loop.
public final class RestExchange implements Passing {
  private final StoredResponse part;
  private final OriginReceiver receiver;
  private final Runnable again;
  private final Exchange exchange;
  private final Handout handout = new Handout();
  private boolean joining;
  private boolean cancelled;
  private long given;

  /// One that has not begun.
  ///
  /// @param making makes the exchange that asks
  /// @param again asks for all of it in another exchange: the answer was neither rest nor whole
  public RestExchange(
      StoredResponse part,
      OriginReceiver receiver,
      Function<OriginReceiver, Exchange> making,
      Runnable again) {
    this.part = part;
    this.receiver = receiver;
    this.again = again;
    this.exchange = making.apply(this);
  }

  @Override
  public Optional<Exchange> inner() {
    return Optional.of(exchange);
  }

  @Override
  public OriginReceiver receiver() {
    return receiver;
  }

  @Override
  public void cancel() {
    cancelled = true;
    part.body().release();
    exchange.cancel();
  }

  /// What is stored comes first, a chunk for each read.
  @Override
  public void read() {
    handout.read(this::stored, receiver::onBody, this::readOn);
  }

  private Optional<ByteBuf> stored() {
    if (!joining || cancelled || given >= part.body().length()) {
      return Optional.empty();
    }
    ByteBuf piece = LeasedBuffer.of(part.body(), given, part.body().length());
    given += piece.readableBytes();
    return Optional.of(piece);
  }

  private void readOn() {
    if (!cancelled) {
      exchange.read();
    }
  }

  @Override
  public void onHead(ResponseHead head) {
    var whole = Completion.whole(head, part);
    if (whole.isPresent()) {
      joining = true;
      receiver.onHead(whole.get());
    } else if (head.status() == 206 || head.status() == 416) {
      cancel();
      again.run();
    } else {
      receiver.onHead(head);
    }
  }

  @Override
  public void onBody(ByteBuf piece) {
    given += piece.readableBytes();
    if (joining && given > part.length()) {
      piece.release();
      cancel();
      receiver.onFailed(OriginFailure.OVERLONG);
    } else {
      receiver.onBody(piece);
    }
  }

  @Override
  public void onComplete() {
    part.body().release();
    if (joining && given < part.length()) {
      receiver.onFailed(OriginFailure.TRUNCATED);
    } else {
      receiver.onComplete();
    }
  }

  @Override
  public void onFailed(OriginFailure failure) {
    part.body().release();
    receiver.onFailed(failure);
  }
}
