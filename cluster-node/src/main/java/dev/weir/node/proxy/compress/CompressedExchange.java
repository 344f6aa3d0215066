package dev.weir.node.proxy.compress;

import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.node.proxy.origin.Exchange;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.origin.OriginReceiver;
import dev.weir.node.proxy.passing.Passing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An exchange whose answer is compressed before its receiver hears of it, where that suits both.
/// Confined to its event loop.
final class CompressedExchange implements Passing {
  private final Compressor compressor;
  private final Compression rule;
  private final RequestHead request;
  private final OriginReceiver receiver;
  private @Nullable Exchange exchange;
  private @Nullable Coder coder;

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
  public Optional<Exchange> inner() {
    return Optional.ofNullable(exchange);
  }

  @Override
  public OriginReceiver receiver() {
    return receiver;
  }

  @Override
  public void cancel() {
    end();
    if (exchange != null) {
      exchange.cancel();
    }
  }

  @Override
  public void onHead(ResponseHead head) {
    if (!rule.suits(request, head)) {
      receiver.onHead(Compression.confirmed(request, head));
      return;
    }
    Optional<Coding> coding = rule.wanted(request).filter(_ -> compressor.hasTime());
    if (request.isGet()) {
      coding = coding.filter(_ -> compressor.begin());
    }
    if (coding.isPresent() && request.isGet()) {
      coder = coding.get().begin(ByteBufAllocator.DEFAULT);
    }
    receiver.onHead(
        coding.map(it -> Compression.coded(head, it)).orElseGet(() -> Compression.varied(head)));
  }

  @Override
  public void onBody(ByteBuf piece) {
    Coder present = coder;
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
    Coder present = coder;
    if (present != null) {
      long beganNs = System.nanoTime();
      ByteBuf rest = present.finish();
      compressor.took(System.nanoTime() - beganNs, 0, rest.readableBytes());
      end();
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
      compressor.end();
    }
  }
}
