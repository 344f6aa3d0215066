package dev.weir.node.proxy.compress;

import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.node.proxy.origin.Exchange;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.origin.OriginReceiver;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An exchange whose answer is compressed before its receiver hears of it, where that suits both.
/// Confined to its event loop.
final class CompressedExchange implements Exchange, OriginReceiver {
  private final Compressor compressor;
  private final Compression rule;
  private final RequestHead request;
  private final OriginReceiver receiver;
  private @Nullable Exchange exchange;
  private @Nullable Gzip coder;

  CompressedExchange(
      Compressor compressor, Compression rule, RequestHead request, OriginReceiver receiver) {
    this.compressor = compressor;
    this.rule = rule;
    this.request = request;
    this.receiver = receiver;
  }

  /// What brings the answer.
  void attach(Exchange begun) {
    exchange = begun;
  }

  @Override
  public void start() {
    if (exchange != null) {
      exchange.start();
    }
  }

  @Override
  public boolean isWritable() {
    return exchange != null && exchange.isWritable();
  }

  @Override
  public void send(ByteBuf piece) {
    if (exchange == null) {
      piece.release();
    } else {
      exchange.send(piece);
    }
  }

  @Override
  public void finishRequest() {
    if (exchange != null) {
      exchange.finishRequest();
    }
  }

  @Override
  public void read() {
    if (exchange != null) {
      exchange.read();
    }
  }

  @Override
  public void cancel() {
    end();
    if (exchange != null) {
      exchange.cancel();
    }
  }

  @Override
  public void onWritable() {
    receiver.onWritable();
  }

  @Override
  public void onInterim(ResponseHead head) {
    receiver.onInterim(head);
  }

  @Override
  public void onConnectionLogin() {
    receiver.onConnectionLogin();
  }

  @Override
  public void onHead(ResponseHead head) {
    if (!rule.suits(request, head)) {
      receiver.onHead(Compression.confirmed(request, head));
      return;
    }
    Optional<Coding> coding = rule.wanted(request).filter(_ -> compressor.hasTime());
    if (coding.isPresent() && request.isGet()) {
      coder = new Gzip(ByteBufAllocator.DEFAULT);
    }
    receiver.onHead(
        coding.map(it -> Compression.coded(head, it)).orElseGet(() -> Compression.varied(head)));
  }

  @Override
  public void onBody(ByteBuf piece) {
    Gzip present = coder;
    if (present == null) {
      receiver.onBody(piece);
      return;
    }
    long beganNs = System.nanoTime();
    int in = piece.readableBytes();
    ByteBuf coded = present.write(piece);
    compressor.took(System.nanoTime() - beganNs, in, coded.readableBytes());
    if (coded.isReadable()) {
      receiver.onBody(coded);
    } else {
      coded.release();
      read();
    }
  }

  @Override
  public void onComplete() {
    Gzip present = coder;
    coder = null;
    if (present != null) {
      ByteBuf rest = present.finish();
      compressor.took(0, 0, rest.readableBytes());
      receiver.onBody(rest);
    }
    receiver.onComplete();
  }

  @Override
  public void onFailed(OriginFailure failure) {
    end();
    receiver.onFailed(failure);
  }

  private void end() {
    if (coder != null) {
      coder.close();
      coder = null;
    }
  }
}
