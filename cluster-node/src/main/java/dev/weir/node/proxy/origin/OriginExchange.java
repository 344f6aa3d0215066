package dev.weir.node.proxy.origin;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.node.proxy.request.Upgrade;
import dev.weir.node.proxy.wire.ConnectionLogin;
import dev.weir.node.proxy.wire.FieldLines;
import dev.weir.node.proxy.wire.PhaseTimer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request to an origin and its response, streamed both ways. Confined to its event loop.
///
/// ```
/// CONNECTING ──▶ ASKED ──head──▶ ANSWERED ──last piece──▶ OVER
///      ╰────────────┴──failure────────┴────────────────────▶
/// ```
///
/// A safe request without a body that failed on a *reused* connection before any octet of a
/// response came is asked once more on a fresh one: the origin had closed it (RFC 9112 §9.3.1).
public final class OriginExchange implements Exchange {
  /// The most interim responses to one request.
  public static final int INTERIM_MAX = 10;

  private enum State {
    CONNECTING,
    ASKED,
    ANSWERED,
    OVER
  }

  private final OriginPool pool;
  private final OriginRequest request;
  private final OriginReceiver receiver;
  private final PhaseTimer timer;
  private final long answerByNs;
  private State state = State.CONNECTING;
  private @Nullable OriginConnection connection;
  private boolean reused;
  private boolean requestSent;
  private boolean reusable;
  private boolean lengthSaid;
  private boolean interim;
  private int interims;

  OriginExchange(OriginPool pool, OriginRequest request, OriginReceiver receiver) {
    this.pool = pool;
    this.request = request;
    this.receiver = receiver;
    this.timer = new PhaseTimer(pool.loop());
    this.answerByNs = System.nanoTime() + request.answerWithin().toNanos();
  }

  @Override
  public boolean isWritable() {
    return state != State.CONNECTING && connection != null && connection.isWritable();
  }

  @Override
  public void send(ByteBuf piece) {
    if (connection == null || state == State.OVER) {
      piece.release();
      return;
    }
    connection.write(new DefaultHttpContent(piece));
    connection.flush();
    if (state == State.ASKED) {
      timer.arm(pool.times().stall(), () -> fail(OriginFailure.STALLED));
    }
  }

  @Override
  public void finishRequest() {
    if (connection != null && state != State.OVER && !requestSent) {
      requestSent = true;
      connection.write(LastHttpContent.EMPTY_LAST_CONTENT);
      connection.flush();
      if (state == State.ASKED) {
        timer.arm(request.answerWithin(), () -> fail(OriginFailure.ANSWER_TIMEOUT));
      }
    }
  }

  @Override
  public void read() {
    if (connection != null && state == State.ANSWERED) {
      timer.arm(pool.times().stall(), () -> fail(OriginFailure.STALLED));
      connection.read();
    }
  }

  @Override
  public void cancel() {
    if (state != State.OVER) {
      end();
      closeConnection();
    }
  }

  @Override
  public void start() {
    Optional<OriginConnection> kept = pool.take(request);
    if (kept.isPresent()) {
      reused = true;
      use(kept.get());
    } else {
      connect();
    }
  }

  void onMessage(Object message) {
    if (state == State.OVER) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof HttpResponse response) {
      onResponse(response);
    } else if (message instanceof HttpContent content) {
      onContent(content);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  void onWritable() {
    if (state == State.ASKED || state == State.ANSWERED) {
      receiver.onWritable();
    }
  }

  void onClosed() {
    connection = null;
    switch (state) {
      case CONNECTING -> fail(OriginFailure.UNREACHABLE);
      case ASKED -> closedUnanswered();
      case ANSWERED -> fail(OriginFailure.TRUNCATED);
      case OVER -> {}
    }
  }

  private void closedUnanswered() {
    if (reused && interims == 0 && request.mayBeRepeated()) {
      reused = false;
      state = State.CONNECTING;
      connect();
    } else {
      fail(OriginFailure.CLOSED);
    }
  }

  private void connect() {
    Duration left = Duration.ofNanos(answerByNs - System.nanoTime());
    Duration within = pool.times().connect().compareTo(left) < 0 ? pool.times().connect() : left;
    if (within.toMillis() <= 0) {
      fail(OriginFailure.ANSWER_TIMEOUT);
      return;
    }
    var fresh = new OriginConnection(pool, request.route());
    connection = fresh;
    pool.connect(fresh, within).addListener((ChannelFuture done) -> onConnected(done, fresh));
  }

  private void onConnected(ChannelFuture done, OriginConnection fresh) {
    if (state != State.CONNECTING) {
      fresh.close();
    } else if (done.isSuccess()) {
      use(fresh);
    } else {
      connection = null;
      fail(OriginFailure.ofConnecting(done.cause()));
    }
  }

  private void use(OriginConnection own) {
    RequestHead head = request.head();
    connection = own;
    state = State.ASKED;
    own.serve(this, head.isHead());
    var wire =
        new DefaultHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.valueOf(head.method()), head.target());
    FieldLines.add(head.fields(), wire.headers());
    if (request.hasBody() && !head.fields().has("Content-Length")) {
      HttpUtil.setTransferEncodingChunked(wire, true);
    }
    own.write(wire);
    own.read();
    if (request.hasBody()) {
      own.flush();
      timer.arm(pool.times().stall(), () -> fail(OriginFailure.STALLED));
      receiver.onWritable();
    } else {
      requestSent = true;
      own.write(LastHttpContent.EMPTY_LAST_CONTENT);
      own.flush();
      Duration left = Duration.ofNanos(Math.max(1, answerByNs - System.nanoTime()));
      timer.arm(left, () -> fail(OriginFailure.ANSWER_TIMEOUT));
    }
  }

  private void onResponse(HttpResponse response) {
    Fields fields = FieldLines.from(response.headers());
    if (isSwitch(response, fields)) {
      onSwitched(new ResponseHead(101, FieldLines.endToEnd(fields)));
      return;
    }
    Optional<ResponseHead> checked =
        response.decoderResult().isSuccess()
            ? ResponseCheck.of(response.protocolVersion().text(), response.status().code(), fields)
            : Optional.empty();
    if (checked.isEmpty()) {
      fail(OriginFailure.MALFORMED);
      return;
    }
    var head = checked.get().withFields(FieldLines.endToEnd(fields));
    if (head.status() < 200) {
      onInterim(head);
      return;
    }
    interim = false;
    boolean bodyless = request.head().isHead() || head.status() == 204 || head.status() == 304;
    lengthSaid = fields.has("Content-Length") && !bodyless;
    boolean delimited = fields.has("Content-Length") || fields.has("Transfer-Encoding") || bodyless;
    boolean login = ConnectionLogin.isWanted(head.status(), fields);
    reusable =
        delimited
            && HttpUtil.isKeepAlive(response)
            && !login
            && !ConnectionLogin.isTried(request.head().fields());
    state = State.ANSWERED;
    timer.disarm();
    if (login) {
      receiver.onConnectionLogin();
    }
    receiver.onHead(head);
  }

  private boolean isSwitch(HttpResponse response, Fields fields) {
    return response.decoderResult().isSuccess()
        && response.status().code() == 101
        && requestSent
        && Upgrade.isAgreed(
            request.head().fields(), response.protocolVersion().text(), fields);
  }

  private void onSwitched(ResponseHead head) {
    OriginConnection own = connection;
    connection = null;
    end();
    if (own != null) {
      own.surrender().ifPresent(channel -> receiver.onSwitched(head, channel));
    }
  }

  private void onInterim(ResponseHead head) {
    interim = true;
    if (++interims > INTERIM_MAX) {
      fail(OriginFailure.INTERIM_FLOOD);
      return;
    }
    receiver.onInterim(head);
    if (connection != null) {
      connection.read();
    }
  }

  private void onContent(HttpContent content) {
    if (!content.decoderResult().isSuccess()) {
      content.release();
      fail(state == State.ANSWERED ? OriginFailure.TRUNCATED : OriginFailure.MALFORMED);
      return;
    }
    if (interim) {
      content.release();
      if (connection != null) {
        connection.read();
      }
      return;
    }
    boolean last = content instanceof LastHttpContent;
    if (content.content().isReadable()) {
      receiver.onBody(content.content());
    } else {
      content.release();
      if (!last) {
        read();
      }
    }
    if (last && state == State.ANSWERED) {
      complete();
    }
  }

  private void complete() {
    OriginConnection own = connection;
    if (own != null && own.isOverlong(lengthSaid)) {
      fail(OriginFailure.OVERLONG);
      return;
    }
    boolean keep = reusable && requestSent;
    end();
    connection = null;
    if (own != null) {
      own.release(keep);
    }
    receiver.onComplete();
  }

  private void fail(OriginFailure failure) {
    if (state != State.OVER) {
      end();
      closeConnection();
      receiver.onFailed(failure);
    }
  }

  private void end() {
    state = State.OVER;
    timer.close();
  }

  private void closeConnection() {
    OriginConnection own = connection;
    connection = null;
    if (own != null) {
      own.close();
    }
  }
}
