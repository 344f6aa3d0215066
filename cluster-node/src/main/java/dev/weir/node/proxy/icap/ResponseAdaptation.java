package dev.weir.node.proxy.icap;

import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.node.proxy.icap.wire.IcapMessage;
import dev.weir.node.proxy.origin.Exchange;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.origin.OriginReceiver;
import dev.weir.node.proxy.passing.Handout;
import dev.weir.node.proxy.passing.Passing;
import dev.weir.node.proxy.wire.FieldLines;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An exchange whose response a service looks at, and may change, before anybody else has it (RFC
/// 3507 §3.2 RESPMOD). Responses without a body are not shown to it. Confined to its event loop.
///
/// ```
/// FETCHING ──head──▶ ASKING ─┬─ nothing to change ─▶ PASSING    what is held, then the rest
///     ╰── no body ─▶ PASSING ╰─ something else ────▶ ADAPTED    the service's
/// ```
final class ResponseAdaptation implements Passing, Dialogue.Side {
  private enum Phase {
    FETCHING,
    ASKING,
    PASSING,
    ADAPTED,
    OVER
  }

  private final IcapPool pool;
  private final RequestHead request;
  private final Adaptation.Client client;
  private final OriginReceiver receiver;
  private final Exchange exchange;
  private final Handout handout = new Handout();
  private Phase phase = Phase.FETCHING;
  private ArrayDeque<ByteBuf> replay = new ArrayDeque<>();
  private @Nullable ResponseHead original;
  private @Nullable Dialogue dialogue;
  private boolean fetched;
  private boolean reading;
  private Counted counted = Counted.ANY;

  ResponseAdaptation(
      IcapPool pool,
      RequestHead request,
      Adaptation.Client client,
      OriginReceiver receiver,
      Function<OriginReceiver, Exchange> making) {
    this.pool = pool;
    this.request = request;
    this.client = client;
    this.receiver = receiver;
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
  public void onHead(ResponseHead head) {
    boolean empty = request.isHead() || head.status() == 204 || head.status() == 304;
    if (empty || head.fields().first("Content-Length").filter("0"::equals).isPresent()) {
      phase = Phase.PASSING;
      receiver.onHead(head);
      return;
    }
    original = head;
    phase = Phase.ASKING;
    var begun = new Dialogue(pool, request, Optional.of(head), true, client, this);
    dialogue = begun;
    begun.start();
    onMore();
  }

  /// The service takes more of the body.
  @Override
  public void onMore() {
    Dialogue present = dialogue;
    if (!reading && !fetched && present != null && present.isWritable()) {
      reading = true;
      exchange.read();
    }
  }

  @Override
  public void onBody(ByteBuf piece) {
    reading = false;
    Dialogue present = dialogue;
    if (present == null) {
      receiver.onBody(piece);
    } else {
      present.send(piece);
      onMore();
    }
  }

  @Override
  public void onComplete() {
    fetched = true;
    reading = false;
    Dialogue present = dialogue;
    if (present != null) {
      present.finish();
    } else if (phase == Phase.PASSING && replay.isEmpty()) {
      over();
      receiver.onComplete();
    }
  }

  @Override
  public void onFailed(OriginFailure failure) {
    over();
    receiver.onFailed(failure);
  }

  @Override
  public void read() {
    handout.read(this::held, receiver::onBody, this::readOn);
  }

  private Optional<ByteBuf> held() {
    return phase == Phase.PASSING ? Optional.ofNullable(replay.poll()) : Optional.empty();
  }

  private void readOn() {
    if (phase == Phase.PASSING && fetched) {
      over();
      receiver.onComplete();
    } else if (phase == Phase.PASSING) {
      exchange.read();
    } else if (phase == Phase.ADAPTED && dialogue != null) {
      dialogue.read();
    }
  }

  @Override
  public void cancel() {
    exchange.cancel();
    over();
  }

  private void over() {
    phase = Phase.OVER;
    replay.forEach(ByteBuf::release);
    replay.clear();
    Dialogue left = dialogue;
    dialogue = null;
    if (left != null) {
      left.cancel();
    }
  }

  @Override
  public void onUnmodified(ArrayDeque<ByteBuf> held) {
    pool.service().count(IcapService.Outcome.UNCHANGED);
    pass(held);
  }

  private void pass(ArrayDeque<ByteBuf> held) {
    dialogue = null;
    replay = held;
    phase = Phase.PASSING;
    ResponseHead head = original;
    if (head != null) {
      receiver.onHead(head);
    }
  }

  @Override
  public void onModified(IcapMessage.Head head) {
    Optional<ResponseHead> changed = head.response();
    if (changed.isEmpty()) {
      reject("no response");
      return;
    }
    pool.service().count(IcapService.Outcome.CHANGED);
    phase = Phase.ADAPTED;
    counted = Counted.of(changed.get().fields());
    var fields = FieldLines.endToEnd(changed.get().fields());
    receiver.onHead(changed.get().withFields(fields));
  }

  private void reject(String why) {
    if (dialogue != null) {
      dialogue.reject(why);
    }
  }

  /// A piece from the service.
  @Override
  public void onAdapted(ByteBuf piece) {
    if (counted.add(piece.readableBytes())) {
      receiver.onBody(piece);
    } else {
      piece.release();
      reject("longer than it says");
    }
  }

  @Override
  public void onAdaptedWhole() {
    dialogue = null;
    if (!fetched) {
      exchange.cancel();
    }
    boolean whole = counted.isWhole();
    over();
    if (whole) {
      receiver.onComplete();
    } else {
      receiver.onFailed(OriginFailure.TRUNCATED);
    }
  }

  @Override
  public void onFailed(Optional<ArrayDeque<ByteBuf>> held) {
    dialogue = null;
    if (phase == Phase.ASKING && held.isPresent() && pool.service().settings().failOpen()) {
      pool.service().count(IcapService.Outcome.PASSED);
      pass(held.get());
      return;
    }
    held.ifPresent(all -> all.forEach(ByteBuf::release));
    pool.service().count(IcapService.Outcome.BLOCKED);
    boolean begun = phase == Phase.ADAPTED;
    if (!fetched) {
      exchange.cancel();
    }
    over();
    receiver.onFailed(begun ? OriginFailure.TRUNCATED : OriginFailure.UNADAPTED);
  }
}
