package dev.weir.node.proxy.chain;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.node.proxy.origin.Exchange;
import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.origin.OriginPool;
import dev.weir.node.proxy.origin.OriginReceiver;
import dev.weir.node.proxy.origin.OriginRequest;
import dev.weir.node.proxy.origin.OriginRoute;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks parents whether they live, and name servers where they are. Confined to one event loop.
///
/// The question is `OPTIONS *` with `Max-Forwards: 0` (RFC 9110 §9.3.7); any answer will do.
public final class ParentWatch {
  private static final long TICK_MILLIS = 50;
  private static final long IDLE_TICK_MILLIS = 1_000;

  private final ParentBoard board;
  private final OriginPool pool;
  private final BiConsumer<String, Consumer<Optional<List<InetAddress>>>> resolve;

  /// A watch that does nothing until it is begun.
  ///
  /// @param resolve asks the node's name servers for a name's addresses
  public ParentWatch(
      ParentBoard board,
      OriginPool pool,
      BiConsumer<String, Consumer<Optional<List<InetAddress>>>> resolve) {
    this.board = board;
    this.pool = pool;
    this.resolve = resolve;
  }

  /// Asks from now on, until the loop ends.
  public void begin() {
    pool.loop().execute(this::look);
  }

  private void look() {
    board.due().forEach(this::ask);
    boolean idle = board.policy().parents().isEmpty();
    var _ =
        pool.loop()
            .schedule(this::look, idle ? IDLE_TICK_MILLIS : TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void ask(Parent parent) {
    if (parent.where().literal().isPresent()) {
      askAt(parent);
    } else {
      resolve.accept(
          parent.where().host(),
          answers ->
              pool.loop()
                  .execute(() -> {
                    answers
                        .flatMap(all -> all.stream().findFirst())
                        .ifPresent(it ->
                            board.found(parent, new InetSocketAddress(it, parent.where().port())));
                    askAt(parent);
                  }));
    }
  }

  private void askAt(Parent parent) {
    Optional<InetSocketAddress> address = board.whereIs(parent);
    if (address.isEmpty()) {
      board.told(parent, false, "unresolved");
      return;
    }
    var fields = Fields.NONE.plus("Host", parent.where().canonical()).plus("Max-Forwards", "0");
    var question =
        new OriginRequest(
            OriginRoute.ofNode(address.get()),
            new RequestHead("OPTIONS", "*", fields),
            false,
            parent.connectWithin().multipliedBy(2),
            Optional.of(parent.connectWithin()));
    var asking = new Asking(board, parent);
    asking.begin(pool.exchange(question, asking));
  }

  /// One question.
  private static final class Asking implements OriginReceiver {
    private final ParentBoard board;
    private final Parent parent;
    private @Nullable Exchange exchange;

    Asking(ParentBoard board, Parent parent) {
      this.board = board;
      this.parent = parent;
    }

    void begin(Exchange own) {
      exchange = own;
      own.start();
    }

    @Override
    public void onHead(ResponseHead head) {
      if (exchange != null) {
        exchange.cancel();
      }
      board.told(parent, true, "");
    }

    @Override
    public void onFailed(OriginFailure failure) {
      board.told(parent, !failure.isOfParent(), failure.label());
    }

    @Override
    public void onWritable() {}

    @Override
    public void onInterim(ResponseHead head) {}

    @Override
    public void onBody(ByteBuf piece) {
      piece.release();
    }

    @Override
    public void onComplete() {}
  }
}
