package dev.weir.node.proxy.chain;

import dev.weir.node.proxy.caller.Caller;
import dev.weir.node.proxy.host.HostVerdict;
import dev.weir.node.proxy.origin.Exchange;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.origin.OriginReceiver;
import dev.weir.node.proxy.request.Authority;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An exchange with an origin of which a parent should have been asked: its host is found, and
/// checked, only now. Confined to its event loop.
public final class FallenBack implements Exchange {
  /// Whose host is found.
  public record Asker(Caller caller, Authority host, EventLoop loop) {}

  private final Asker asker;
  private final OriginReceiver receiver;
  private final Runnable unverified;
  private final Supplier<Exchange> making;
  private @Nullable Exchange exchange;
  private boolean cancelled;

  /// One that has not begun.
  ///
  /// @param unverified has nothing of it kept: the host may be elsewhere
  /// @param making makes the exchange, once the caller knows where it goes
  public FallenBack(
      Asker asker, OriginReceiver receiver, Runnable unverified, Supplier<Exchange> making) {
    this.asker = asker;
    this.receiver = receiver;
    this.unverified = unverified;
    this.making = making;
  }

  @Override
  public void start() {
    asker.caller.find(asker.host, asker.loop, this::onFound);
  }

  private void onFound(HostVerdict verdict) {
    if (cancelled) {
      return;
    }
    if (asker.caller.refusal(verdict).isPresent()) {
      receiver.onFailed(OriginFailure.NO_PARENT);
      return;
    }
    if (!verdict.verified()) {
      unverified.run();
    }
    exchange = making.get();
    exchange.start();
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
    cancelled = true;
    if (exchange != null) {
      exchange.cancel();
    }
  }
}
