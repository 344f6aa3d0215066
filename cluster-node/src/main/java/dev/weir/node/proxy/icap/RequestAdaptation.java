package dev.weir.node.proxy.icap;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.node.proxy.icap.wire.IcapMessage;
import dev.weir.node.proxy.origin.Exchange;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.origin.OriginReceiver;
import dev.weir.node.proxy.origin.OriginRequest;
import dev.weir.node.proxy.passing.Passing;
import dev.weir.node.proxy.wire.FieldLines;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// An exchange whose request a service looks at before an origin is asked (RFC 3507 §3.1 REQMOD):
/// it may change path, fields and body, or answer it. It may not lead it to another host, or change
/// its method: what comes back is stored under what the client asked. Confined to its event loop.
final class RequestAdaptation implements Passing, Dialogue.Side {
  private final IcapPool pool;
  private final OriginRequest request;
  private final OriginReceiver receiver;
  private final BiFunction<OriginRequest, OriginReceiver, Exchange> making;
  private final String scheme;
  private final Dialogue dialogue;
  private ArrayDeque<ByteBuf> replay = new ArrayDeque<>();
  private @Nullable Exchange exchange;
  private boolean sentAll;
  private boolean asking = true;
  private boolean relaying;
  private boolean answering;
  private boolean over;
  private Counted counted = Counted.ANY;

  RequestAdaptation(
      IcapPool pool,
      OriginRequest request,
      Adaptation.Client client,
      OriginReceiver receiver,
      BiFunction<OriginRequest, OriginReceiver, Exchange> making) {
    this.pool = pool;
    this.request = request;
    this.receiver = receiver;
    this.making = making;
    this.scheme = client.scheme().prefix();
    this.dialogue =
        new Dialogue(pool, request.head(), Optional.empty(), request.hasBody(), client, this);
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
  public void start() {
    dialogue.start();
    onMore();
  }

  @Override
  public boolean isWritable() {
    if (asking || relaying || answering) {
      return dialogue.isWritable();
    }
    return exchange != null && replay.isEmpty() && exchange.isWritable();
  }

  @Override
  public void send(ByteBuf piece) {
    if (asking || relaying || answering) {
      dialogue.send(piece);
    } else if (exchange != null && replay.isEmpty()) {
      exchange.send(piece);
    } else if (over) {
      piece.release();
    } else {
      replay.add(piece);
    }
  }

  @Override
  public void finishRequest() {
    sentAll = true;
    if (asking || relaying || answering) {
      dialogue.finish();
    } else if (exchange != null && replay.isEmpty()) {
      exchange.finishRequest();
    }
  }

  @Override
  public void read() {
    if (answering) {
      dialogue.read();
    } else if (exchange != null) {
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

  private void end() {
    over = true;
    asking = false;
    relaying = false;
    answering = false;
    dialogue.cancel();
    replay.forEach(ByteBuf::release);
    replay.clear();
  }

  @Override
  public void onMore() {
    if (!sentAll && !over && dialogue.isWritable()) {
      receiver.onWritable();
    }
  }

  @Override
  public void onUnmodified(ArrayDeque<ByteBuf> held) {
    pool.service().count(IcapService.Outcome.UNCHANGED);
    pass(held);
  }

  private void pass(ArrayDeque<ByteBuf> held) {
    asking = false;
    replay = held;
    begin(request);
  }

  private void begin(OriginRequest what) {
    Exchange begun = making.apply(what, this);
    exchange = begun;
    begun.start();
    if (begun.isWritable()) {
      onWritable();
    }
  }

  /// The origin takes more: what is held comes first.
  @Override
  public void onWritable() {
    Exchange to = exchange;
    if (to == null || over) {
      return;
    }
    if (relaying) {
      dialogue.read();
      return;
    }
    boolean replayed = !replay.isEmpty();
    while (!replay.isEmpty() && to.isWritable()) {
      to.send(replay.remove());
    }
    if (!replay.isEmpty()) {
      return;
    }
    if (!sentAll) {
      receiver.onWritable();
    } else if (replayed || request.hasBody()) {
      to.finishRequest();
    }
  }

  @Override
  public void onModified(IcapMessage.Head head) {
    asking = false;
    if (head.response().isPresent()) {
      pool.service().count(IcapService.Outcome.ANSWERED);
      answer(head.response().get());
      return;
    }
    Optional<RequestHead> changed = head.request().flatMap(this::changed);
    if (changed.isEmpty()) {
      dialogue.reject("another host or method");
      return;
    }
    pool.service().count(IcapService.Outcome.CHANGED);
    counted = Counted.of(changed.get().fields());
    relaying = head.hasBody();
    begin(request.as(changed.get(), head.hasBody()));
  }

  private void answer(ResponseHead response) {
    answering = true;
    counted = Counted.of(response.fields());
    Fields fields = FieldLines.endToEnd(response.fields()).with("Cache-Control", "no-store");
    receiver.onHead(response.withFields(fields));
  }

  /// The request as the service has it, if it is still one of the same kind to the same host.
  private Optional<RequestHead> changed(RequestHead other) {
    String host = request.head().fields().first("Host").orElse("");
    String target = other.target();
    if (target.toLowerCase(Locale.ROOT).startsWith(scheme)) {
      int slash = target.indexOf('/', scheme.length());
      String named = target.substring(scheme.length(), slash < 0 ? target.length() : slash);
      if (!named.equalsIgnoreCase(host)) {
        return Optional.empty();
      }
      target = slash < 0 ? "/" : target.substring(slash);
    }
    if (!other.method().equals(request.head().method())
        || !target.startsWith("/")
        || target.indexOf('#') >= 0) {
      return Optional.empty();
    }
    Fields fields = FieldLines.endToEnd(other.fields()).with("Host", host);
    return Optional.of(new RequestHead(other.method(), target, fields));
  }

  @Override
  public void onAdapted(ByteBuf piece) {
    if (!counted.add(piece.readableBytes())) {
      piece.release();
      dialogue.reject("longer than it says");
    } else if (answering) {
      receiver.onBody(piece);
    } else if (exchange != null) {
      exchange.send(piece);
      if (exchange.isWritable()) {
        dialogue.read();
      }
    } else {
      piece.release();
    }
  }

  @Override
  public void onAdaptedWhole() {
    boolean answered = answering;
    relaying = false;
    answering = false;
    if (!counted.isWhole()) {
      failed(OriginFailure.UNADAPTED);
    } else if (answered) {
      over = true;
      receiver.onComplete();
    } else if (exchange != null && request.hasBody()) {
      exchange.finishRequest();
    }
  }

  private void failed(OriginFailure failure) {
    cancel();
    receiver.onFailed(failure);
  }

  @Override
  public void onFailed(Optional<ArrayDeque<ByteBuf>> held) {
    if (asking && held.isPresent() && pool.service().settings().failOpen()) {
      pool.service().count(IcapService.Outcome.PASSED);
      pass(held.get());
      return;
    }
    held.ifPresent(all -> all.forEach(ByteBuf::release));
    pool.service().count(IcapService.Outcome.BLOCKED);
    failed(answering ? OriginFailure.TRUNCATED : OriginFailure.UNADAPTED);
  }

  @Override
  public void onComplete() {
    end();
    receiver.onComplete();
  }

  @Override
  public void onFailed(OriginFailure failure) {
    end();
    receiver.onFailed(failure);
  }
}
