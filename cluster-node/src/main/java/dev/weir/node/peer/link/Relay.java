package dev.weir.node.peer.link;

import dev.weir.cache.message.Fields;
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
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One client's request on its way through another node. Confined to its event loop.
///
/// ```
/// WAITING ──a connection──▶ ASKED ──head──▶ ANSWERED ──last piece──▶ OVER
///   ├─ later version ─▶ asked once more in the earlier one
///   ╰─ silence, another epoch, no answer ─▶ OVER, the receiver does without
/// ```
public final class Relay implements Exchange, OriginReceiver, PeerLine.Waiter {
  private final PeerLink link;
  private final Inet4Address node;
  private final RelayedRequest request;
  private final Receiver receiver;
  private final PhaseTimer life;
  private final long beganNs = System.nanoTime();
  private int version;
  private int waits;
  private boolean answered;
  private boolean waited;
  private boolean over;
  private @Nullable Exchange exchange;
  private @Nullable Answering refusal;

  /// Who hears of a relayed request.
  public interface Receiver extends OriginReceiver {
    /// The other node does not answer it; nothing of a response has been told.
    ///
    /// @param again whether this node has caught up with the other's epoch, so that another node
    ///   may be the owner now
    void onUnrelayed(boolean again);

    /// The other node, asked for what it has stored, has nothing.
    void onAbsent();
  }

  Relay(PeerLink link, Inet4Address node, RelayedRequest request, Receiver receiver) {
    this.link = link;
    this.node = node;
    this.request = request;
    this.receiver = receiver;
    this.life = new PhaseTimer(link.loop());
    this.version = link.settings().states().version(node);
  }

  @Override
  public void start() {
    if (!link.settings().states().mayAsk(node)) {
      giveUp(PeerResult.SKIPPED);
    } else if (version < request.kind().since()) {
      giveUp(PeerResult.VERSION);
    } else {
      life.arm(link.settings().life(), this::onNoConnection);
      link.line(node).await(this);
    }
  }

  @Override
  public void onReady() {
    ask();
  }

  @Override
  public void onUnreachable(boolean refused) {
    link.settings().states().unreachable(node, refused);
    giveUp(PeerResult.SILENT);
  }

  /// It may still come, for others.
  private void onNoConnection() {
    if (link.mayCome(node, ++waits)) {
      life.arm(link.settings().life(), this::onNoConnection);
      return;
    }
    link.line(node).leave(this);
    giveUp(PeerResult.SKIPPED);
  }

  private void ask() {
    if (version < request.kind().since()) {
      giveUp(PeerResult.VERSION);
      return;
    }
    var going = new Going(version, link.settings().epochs().number());
    refusal = null;
    life.arm(link.settings().life(), this::onSilence);
    var asked = new OriginRequest(link.route(node), request.marked(going), false, request.within());
    exchange = link.exchange(asked, this);
    exchange.start();
  }

  @Override
  public boolean isWritable() {
    return false;
  }

  @Override
  public void send(ByteBuf piece) {
    piece.release(); // a relayed request has no body
  }

  @Override
  public void finishRequest() {}

  @Override
  public void read() {
    if (exchange != null && !over) {
      exchange.read();
    }
  }

  @Override
  public void cancel() {
    if (!over) {
      link.line(node).leave(this);
      end(PeerResult.LEFT);
      stop();
    }
  }

  @Override
  public void onWritable() {}

  @Override
  public void onInterim(ResponseHead head) {
    Optional<Answering> mark = mark(head);
    if (mark.isPresent()) {
      onLife(mark.get());
      if (mark.get().verdict() != Verdict.ALIVE) {
        receiver.onInterim(unmarked(head));
      }
    }
  }

  @Override
  public void onConnectionLogin() {
    receiver.onConnectionLogin();
  }

  @Override
  public void onHead(ResponseHead head) {
    Optional<Answering> mark = mark(head);
    if (mark.isEmpty()) {
      stop();
      giveUp(PeerResult.REFUSED);
      return;
    }
    onLife(mark.get());
    if (mark.get().verdict() != Verdict.CARRIED) {
      refusal = mark.get();
      read();
      return;
    }
    answered = true;
    link.settings().epochs().reach(mark.get().epoch(), () -> {}); // it may go by a later table
    link.settings().meters().relayed(System.nanoTime() - beganNs);
    receiver.onHead(unmarked(head));
  }

  @Override
  public void onBody(ByteBuf piece) {
    if (refusal != null) {
      piece.release();
      read();
    } else {
      receiver.onBody(piece);
    }
  }

  @Override
  public void onComplete() {
    if (refusal != null) {
      onRefused(refusal);
    } else {
      end(PeerResult.OK);
      receiver.onComplete();
    }
  }

  @Override
  public void onFailed(OriginFailure failure) {
    if (refusal != null) {
      onRefused(refusal);
    } else if (answered) {
      end(PeerResult.BROKEN);
      receiver.onFailed(failure);
    } else {
      boolean nonsense = failure == OriginFailure.MALFORMED;
      if (!nonsense && failure != OriginFailure.ANSWER_TIMEOUT) {
        link.settings().states().silent(node);
      }
      giveUp(nonsense ? PeerResult.REFUSED : PeerResult.SILENT);
    }
  }

  private void onSilence() {
    stop();
    link.settings().states().silent(node);
    giveUp(PeerResult.SILENT);
  }

  private void onLife(Answering mark) {
    life.disarm();
    link.settings().states().speaks(node, mark.version());
    link.settings().states().answered(node);
  }

  private void onRefused(Answering how) {
    switch (how.verdict()) {
      case EPOCH -> onEpoch(how.epoch());
      case VERSION -> {
        int before = version;
        version = Math.min(version, how.version());
        if (version < before && version >= PeerProtocol.VERSION_LEAST) {
          ask();
        } else {
          giveUp(PeerResult.VERSION);
        }
      }
      case ABSENT -> {
        end(PeerResult.ABSENT);
        receiver.onAbsent();
      }
      case CARRIED, ALIVE, REFUSED -> giveUp(PeerResult.REFUSED);
    }
  }

  private void onEpoch(long theirs) {
    boolean behind = link.settings().epochs().number() < theirs;
    if (!behind && !waited) {
      waited = true; // it has tried to catch up, and may be about to
      ask();
      return;
    }
    end(PeerResult.EPOCH);
    if (behind) {
      link.settings()
          .epochs()
          .reach(theirs, () -> link.loop().execute(() -> receiver.onUnrelayed(true)));
    } else {
      receiver.onUnrelayed(false);
    }
  }

  private void giveUp(PeerResult why) {
    end(why);
    receiver.onUnrelayed(false);
  }

  private void end(PeerResult how) {
    over = true;
    life.close();
    link.loop().execute(link.line(node)::serve);
    link.settings().meters().asked(request.kind(), how);
  }

  private void stop() {
    Exchange own = exchange;
    exchange = null;
    if (own != null) {
      own.cancel();
    }
  }

  private static Optional<Answering> mark(ResponseHead head) {
    var marks = head.fields().all(PeerProtocol.MARK);
    return marks.size() == 1 ? Answering.parse(marks.getFirst()) : Optional.empty();
  }

  /// The head without what is of the link. What was handed over is as its origin sent it: without
  /// what the node that had it added when it gave it away.
  private ResponseHead unmarked(ResponseHead head) {
    Fields fields = head.fields().keeping(line -> !line.named(PeerProtocol.MARK));
    return head.withFields(
        request.kind() == PeerKind.HAND_OVER
            ? withoutLast(withoutLast(fields, "Via"), "Cache-Status")
            : fields);
  }

  private static Fields withoutLast(Fields fields, String name) {
    var lines = new ArrayList<Fields.Field>();
    fields.forEach(lines::add);
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).named(name)) {
        lines.remove(i);
        break;
      }
    }
    return Fields.of(lines);
  }
}
