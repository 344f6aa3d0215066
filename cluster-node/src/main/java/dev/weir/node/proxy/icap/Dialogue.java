package dev.weir.node.proxy.icap;

import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.node.proxy.icap.wire.IcapMessage;
import dev.weir.node.proxy.wire.PhaseTimer;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// One request to a service and its answer, both streamed.
///
/// ```
/// COLLECTING ─preview─▶ WAITING ─100─▶ STREAMING ─200─▶ ANSWERED ─▶ OVER
///      ╰──no preview──────────────────────╯   204, failure: OVER, with what is held
/// ```
///
/// What was sent is held as long as the service may say that nothing is to be changed; never more
/// than [#HELD_OCTETS_MAX] and a piece. Confined to its event loop.
final class Dialogue implements IcapConnection.Listener, IcapPool.Waiter {
  /// The most octets that are held for a service that may say 204 outside a preview.
  static final int HELD_OCTETS_MAX = 64 * 1024;

  /// Who hears of it. After the last three nothing comes.
  interface Side {
    /// More of the body may be sent.
    void onMore();

    /// The service gives something else, without a body or with one that is to be read.
    void onModified(IcapMessage.Head head);

    /// A piece of that, which is the side's to release.
    void onAdapted(ByteBuf piece);

    /// That is whole.
    void onAdaptedWhole();

    /// Nothing is to be changed: here is what was held, all that was sent.
    void onUnmodified(ArrayDeque<ByteBuf> held);

    /// It has failed; all that was sent, if it is still held.
    void onFailed(Optional<ArrayDeque<ByteBuf>> held);
  }

  private enum Phase {
    COLLECTING,
    WAITING,
    STREAMING,
    ANSWERED,
    OVER
  }

  private final IcapPool pool;
  private final RequestHead request;
  private final Optional<ResponseHead> response;
  private final boolean hasBody;
  private final Adaptation.Client client;
  private final Side side;
  private final PhaseTimer timer;
  private ArrayDeque<ByteBuf> held = new ArrayDeque<>();
  private int heldOctets;
  private boolean holdsAll = true;
  private boolean ended;
  private boolean allSent;
  private boolean unmodified;
  private boolean keepsHolding;
  private int preview;
  private Phase phase = Phase.COLLECTING;
  private @Nullable IcapConnection connection;

  Dialogue(
      IcapPool pool,
      RequestHead request,
      Optional<ResponseHead> response,
      boolean hasBody,
      Adaptation.Client client,
      Side side) {
    this.pool = pool;
    this.request = request;
    this.response = response;
    this.hasBody = hasBody;
    this.client = client;
    this.side = side;
    this.timer = new PhaseTimer(pool.loop());
    this.ended = !hasBody;
  }

  void start() {
    Duration longest = pool.service().settings().timeout().multipliedBy(2); // to connect, to ask
    timer.arm(longest, () -> fail(IcapFailure.TIMEOUT, "connection"));
    pool.take(this);
  }

  @Override
  public void onReady(IcapConnection ready, IcapOptions options) {
    timer.disarm();
    connection = ready;
    ready.serve(this);
    OptionalInt wanted = hasBody ? options.preview() : OptionalInt.empty();
    keepsHolding = options.allows204() && length() <= HELD_OCTETS_MAX;
    preview = wanted.orElse(-1);
    var head =
        new IcapRequest(
            pool.service().settings(), request, response, hasBody, wanted, keepsHolding);
    ready.write(head.head(client));
    ready.read();
    goOn();
  }

  private long length() {
    var fields = response.map(ResponseHead::fields).orElse(request.fields());
    String length = hasBody ? fields.first("Content-Length").orElse("") : "0";
    return length.matches("[0-9]{1,18}") ? Long.parseLong(length) : Long.MAX_VALUE;
  }

  @Override
  public void onNone(IcapFailure why) {
    if (why == IcapFailure.OPEN || why == IcapFailure.BUSY) {
      pool.service().failed(why, "");
    }
    giveUp();
  }

  /// Whether a further piece of the body may be sent now.
  boolean isWritable() {
    return switch (phase) {
      case COLLECTING -> heldOctets < (connection == null ? HELD_OCTETS_MAX : Math.max(1, preview));
      case STREAMING, ANSWERED -> connection != null && connection.isWritable();
      case WAITING, OVER -> false;
    };
  }

  /// Sends a piece of the body, and releases it.
  void send(ByteBuf piece) {
    switch (phase) {
      case COLLECTING, WAITING -> {
        hold(piece);
        goOn();
      }
      case STREAMING, ANSWERED -> stream(piece);
      case OVER -> piece.release();
    }
  }

  /// The body is whole.
  void finish() {
    ended = true;
    if (phase == Phase.STREAMING || phase == Phase.ANSWERED) {
      endBody("0\r\n\r\n");
    } else {
      goOn();
    }
  }

  private void hold(ByteBuf piece) {
    held.add(piece);
    heldOctets += piece.readableBytes();
  }

  /// Sends the preview as soon as it is there, or begins to stream.
  private void goOn() {
    if (connection == null || phase != Phase.COLLECTING) {
      return;
    }
    if (!hasBody) {
      phase = Phase.WAITING;
      allSent = true;
      await();
    } else if (preview < 0) {
      beginStreaming(0);
    } else if (ended && heldOctets <= preview) {
      sendHeld(0, heldOctets);
      phase = Phase.WAITING;
      endBody("0; ieof\r\n\r\n");
    } else if (heldOctets >= preview) {
      sendHeld(0, preview);
      connection.write("0\r\n\r\n");
      phase = Phase.WAITING;
      await();
    } else {
      side.onMore();
    }
  }

  private void sendHeld(int from, int to) {
    int at = 0;
    for (ByteBuf piece : held) {
      int first = Math.max(from - at, 0);
      int last = Math.min(to - at, piece.readableBytes());
      if (connection != null && first < last) {
        connection.chunk(piece.retainedSlice(piece.readerIndex() + first, last - first));
      }
      at += piece.readableBytes();
    }
  }

  private void beginStreaming(int from) {
    phase = Phase.STREAMING;
    sendHeld(from, heldOctets);
    if (!keepsHolding) {
      letGo();
    }
    if (ended) {
      endBody("0\r\n\r\n");
    } else {
      side.onMore();
    }
  }

  private void stream(ByteBuf piece) {
    IcapConnection to = connection;
    if (to == null) {
      piece.release();
      return;
    }
    if (keepsHolding && phase == Phase.STREAMING) {
      hold(piece.retainedDuplicate());
    }
    to.chunk(piece);
    if (heldOctets > HELD_OCTETS_MAX) {
      letGo();
    }
    if (!to.isWritable() && phase == Phase.STREAMING) {
      await();
    }
  }

  private void endBody(String octets) {
    allSent = true;
    if (connection != null) {
      connection.write(octets);
    }
    if (phase != Phase.ANSWERED) {
      await();
    }
  }

  private void await() {
    timer.arm(pool.service().settings().timeout(), () -> fail(IcapFailure.TIMEOUT, "answer"));
  }

  private void letGo() {
    held.forEach(ByteBuf::release);
    held = new ArrayDeque<>();
    heldOctets = 0;
    holdsAll = false;
  }

  /// Asks for the next piece of the answer's body.
  void read() {
    if (connection != null && phase == Phase.ANSWERED) {
      if (allSent) {
        await();
      }
      connection.read();
    }
  }

  /// Nobody wants the answer any more.
  void cancel() {
    if (phase != Phase.OVER) {
      end(false);
      letGo();
    }
  }

  @Override
  public void onWritable() {
    if (phase == Phase.STREAMING) {
      timer.disarm();
    }
    if (!ended && (phase == Phase.STREAMING || phase == Phase.ANSWERED)) {
      side.onMore();
    }
  }

  @Override
  public void on(IcapMessage message) {
    timer.disarm();
    switch (message) {
      case IcapMessage.Head head -> onHead(head);
      case IcapMessage.Piece piece when phase == Phase.ANSWERED -> side.onAdapted(piece.content());
      case IcapMessage.Piece piece -> {
        piece.release();
        fail(IcapFailure.MALFORMED, "body");
      }
      case IcapMessage.End() -> onEnd();
      case IcapMessage.Malformed(String why) -> fail(IcapFailure.MALFORMED, why);
    }
  }

  private void onHead(IcapMessage.Head head) {
    pool.tagged(head.fields().first("ISTag").orElse(""));
    if (head.status() == 100 && phase == Phase.WAITING && !allSent) {
      beginStreaming(preview);
      readOn();
    } else if (head.status() == 204 && holdsAll && phase != Phase.ANSWERED) {
      unmodified = true;
      readOn();
    } else if (head.status() == 200 && phase != Phase.ANSWERED && isAnswer(head)) {
      phase = Phase.ANSWERED;
      letGo();
      side.onModified(head);
    } else {
      boolean refused = head.status() >= 400;
      fail(refused ? IcapFailure.REFUSED : IcapFailure.MALFORMED, Integer.toString(head.status()));
    }
  }

  /// Whether it encloses what was asked for; a request may be answered by a response.
  private boolean isAnswer(IcapMessage.Head head) {
    return response.isPresent()
        ? head.response().isPresent()
        : head.request().isPresent() || head.response().isPresent();
  }

  private void readOn() {
    if (connection != null) {
      connection.read();
    }
  }

  private void onEnd() {
    pool.service().answered();
    if (unmodified) {
      end(allSent || phase == Phase.WAITING);
      side.onUnmodified(held);
    } else {
      end(allSent);
      side.onAdaptedWhole();
    }
  }

  @Override
  public void onClosed() {
    fail(IcapFailure.CLOSED, phase.name());
  }

  /// Ends it for the side's reason: what came is not what may come.
  void reject(String why) {
    fail(IcapFailure.MALFORMED, why);
  }

  private void fail(IcapFailure why, String detail) {
    if (phase != Phase.OVER) {
      pool.service().failed(why, detail);
      giveUp();
    }
  }

  private void giveUp() {
    end(false);
    side.onFailed(holdsAll ? Optional.of(held) : Optional.empty());
  }

  private void end(boolean reusable) {
    phase = Phase.OVER;
    timer.close();
    pool.forget(this);
    IcapConnection used = connection;
    connection = null;
    if (used != null && reusable) {
      pool.keep(used);
    } else if (used != null) {
      used.close();
    }
  }
}
