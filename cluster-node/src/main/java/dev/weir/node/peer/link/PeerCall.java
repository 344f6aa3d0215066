package dev.weir.node.peer.link;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.node.peer.PeerKind;
import dev.weir.node.peer.PeerProtocol;
import dev.weir.node.peer.PeerProtocol.Answering;
import dev.weir.node.peer.PeerProtocol.Going;
import dev.weir.node.peer.PeerProtocol.Verdict;
import dev.weir.node.peer.PeerResult;
import dev.weir.node.proxy.origin.Exchange;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.origin.OriginReceiver;
import dev.weir.node.proxy.origin.OriginRequest;
import dev.weir.node.proxy.wire.PhaseTimer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.Inet4Address;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One question to another node and its answer. What is asked may be asked twice, so it is when a
/// kept connection had ended. Confined to its event loop.
final class PeerCall implements OriginReceiver, PeerLine.Waiter {
  private static final int TRIES_MAX = 3;

  /// How often in its life a node may put off an answer: it waits for others, and says so.
  private static final int LIVES_MAX = 4;

  /// What is asked.
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Question(PeerKind kind, byte[] octets) {}

  private final PeerLink link;
  private final Inet4Address node;
  private final Question question;
  private final Consumer<Optional<byte[]>> told;
  private final PhaseTimer life;
  private int version;
  private int waits;
  private int tries;
  private boolean sent;
  private boolean alive;
  private ByteBuf answer = Unpooled.EMPTY_BUFFER;
  private @Nullable Exchange exchange;
  private @Nullable Answering mark;

  PeerCall(PeerLink link, Inet4Address node, Question question, Consumer<Optional<byte[]>> told) {
    this.link = link;
    this.node = node;
    this.question = question;
    this.told = told;
    this.life = new PhaseTimer(link.loop());
    this.version = link.settings().states().version(node);
  }

  void start() {
    if (!link.settings().states().mayAsk(node)) {
      end(PeerResult.SKIPPED, Optional.empty());
    } else if (question.octets().length > PeerProtocol.BODY_BYTES_MAX) {
      end(PeerResult.REFUSED, Optional.empty());
    } else {
      life.arm(link.settings().life(), this::onNoConnection);
      link.line(node).await(this);
    }
  }

  @Override
  public void onReady() {
    life.disarm();
    ask();
  }

  @Override
  public void onUnreachable(boolean refused) {
    link.settings().states().unreachable(node, refused);
    end(PeerResult.SILENT, Optional.empty());
  }

  private void onNoConnection() {
    if (link.mayCome(node, ++waits)) {
      life.arm(link.settings().life(), this::onNoConnection);
      return;
    }
    link.line(node).leave(this);
    end(PeerResult.SKIPPED, Optional.empty());
  }

  private void ask() {
    if (version < question.kind().since()) {
      end(PeerResult.VERSION, Optional.empty());
      return;
    }
    tries++;
    mark = null;
    var going = new Going(version, link.settings().epochs().number());
    Fields fields =
        Fields.of(
            "Host",
            node.getHostAddress(),
            PeerProtocol.MARK,
            going.text(),
            "Content-Length",
            Integer.toString(question.octets().length));
    var head = new RequestHead("POST", question.kind().target(), fields);
    life.arm(link.settings().life(), this::onSilence);
    var within = link.settings().life().multipliedBy(LIVES_MAX);
    var asked = new OriginRequest(link.route(node), head, true, within);
    exchange = link.exchange(asked, this);
    exchange.start();
  }

  /// The connection is there, or takes more: the question is short, and is sent at once.
  @Override
  public void onWritable() {
    Exchange own = exchange;
    if (own != null && mark == null && !sent) {
      sent = true;
      if (question.octets().length > 0) {
        own.send(Unpooled.wrappedBuffer(question.octets()));
      }
      own.finishRequest();
    }
  }

  @Override
  public void onInterim(ResponseHead head) {
    if (mark(head).isPresent()) {
      onLife();
    }
  }

  private void onLife() {
    alive = true;
    life.disarm();
    link.settings().states().answered(node);
  }

  private void onSilence() {
    stop();
    link.settings().states().silent(node);
    end(PeerResult.SILENT, Optional.empty());
  }

  private static Optional<Answering> mark(ResponseHead head) {
    var marks = head.fields().all(PeerProtocol.MARK);
    return marks.size() == 1 ? Answering.parse(marks.getFirst()) : Optional.empty();
  }

  @Override
  public void onHead(ResponseHead head) {
    life.disarm();
    mark = mark(head).orElse(null);
    if (mark == null) {
      stop();
      end(PeerResult.REFUSED, Optional.empty());
      return;
    }
    link.settings().states().speaks(node, mark.version());
    onLife();
    answer = Unpooled.buffer(256, PeerProtocol.BODY_BYTES_MAX);
    read();
  }

  @Override
  public void onBody(ByteBuf piece) {
    boolean fits = answer.readableBytes() + piece.readableBytes() <= PeerProtocol.BODY_BYTES_MAX;
    if (fits) {
      answer.writeBytes(piece);
    }
    piece.release();
    if (fits) {
      read();
    } else {
      stop();
      end(PeerResult.REFUSED, Optional.empty());
    }
  }

  @Override
  public void onComplete() {
    Answering how = mark;
    if (how == null) {
      end(PeerResult.REFUSED, Optional.empty());
    } else {
      onAnswer(how);
    }
  }

  private void onAnswer(Answering how) {
    switch (how.verdict()) {
      case CARRIED -> {
        link.settings().epochs().reach(how.epoch(), () -> {}); // it may go by a later table
        end(PeerResult.OK, Optional.of(ByteBufUtil.getBytes(answer)));
      }
      case EPOCH -> {
        if (link.settings().epochs().number() < how.epoch() && tries < TRIES_MAX) {
          link.settings().epochs().reach(how.epoch(), () -> link.loop().execute(this::askAgain));
        } else {
          end(PeerResult.EPOCH, Optional.empty());
        }
      }
      case VERSION -> {
        int before = version;
        version = Math.min(version, how.version());
        if (version < before && version >= PeerProtocol.VERSION_LEAST) {
          askAgain();
        } else {
          end(PeerResult.VERSION, Optional.empty());
        }
      }
      case ALIVE, ABSENT, REFUSED -> end(PeerResult.REFUSED, Optional.empty());
    }
  }

  @Override
  public void onFailed(OriginFailure failure) {
    Answering how = mark;
    if (how != null && how.verdict() != Verdict.CARRIED) {
      onAnswer(how);
    } else if (failure == OriginFailure.CLOSED && tries < TRIES_MAX) {
      askAgain();
    } else {
      if (!alive) {
        link.settings().states().silent(node);
      }
      end(PeerResult.SILENT, Optional.empty());
    }
  }

  private void askAgain() {
    sent = false;
    alive = false;
    ask();
  }

  private void read() {
    if (exchange != null) {
      exchange.read();
    }
  }

  private void stop() {
    if (exchange != null) {
      exchange.cancel();
    }
  }

  private void end(PeerResult how, Optional<byte[]> answered) {
    life.close();
    link.loop().execute(link.line(node)::serve);
    link.settings().meters().asked(question.kind(), how);
    told.accept(answered);
  }
}
