package dev.weir.node.peer.door;

import dev.weir.cache.store.Worthless;
import dev.weir.node.peer.PeerBody;
import dev.weir.node.peer.PeerDrop;
import dev.weir.node.peer.PeerKind;
import dev.weir.node.peer.PeerService;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Consumer;

/// Answers the questions of other nodes. For any thread.
public final class Desk {
  private static final byte[] DONE = {};

  private final PeerService service;

  /// What becomes of a question.
  sealed interface Reply {}

  /// An answer.
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Given(byte[] octets) implements Reply {}

  /// None.
  record Refused(PeerDrop why) implements Reply {}

  /// A desk where this service answers.
  public Desk(PeerService service) {
    this.service = service;
  }

  /// Tells what becomes of a question, within the call or later.
  void answer(InetAddress asker, PeerKind kind, byte[] question, Consumer<Reply> told) {
    switch (kind) {
      case HOME -> {
        if (asker instanceof Inet4Address node) {
          service.home(node, question, given -> told.accept(reply(given)));
        } else {
          told.accept(new Refused(PeerDrop.UNANSWERED));
        }
      }
      case INVALIDATE -> told.accept(invalidated(question));
      case RELAY, HAND_OVER -> told.accept(new Refused(PeerDrop.UNKNOWN));
    }
  }

  private static Reply reply(Optional<byte[]> given) {
    return given.<Reply>map(Given::new).orElseGet(() -> new Refused(PeerDrop.UNANSWERED));
  }

  private Reply invalidated(byte[] question) {
    if (PeerBody.isEverything(question)) {
      service.doubt();
      return new Given(DONE);
    }
    Optional<Worthless> worthless = PeerBody.worthless(question);
    worthless.ifPresent(service::invalidate);
    return worthless.isPresent() ? new Given(DONE) : new Refused(PeerDrop.BODY);
  }
}
