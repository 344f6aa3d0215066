package dev.weir.node.proxy.passing;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Gives out what is held, a piece for each read, before anything more is read. A read that comes
/// while a piece is given out is the next one, not one within it.
///
/// Confined to the event loop of whoever holds it.
public final class Handout {
  private boolean wanted;
  private boolean giving;

  /// One more piece is wanted: the next of `held`, or, where there is none, whatever `more` reads.
  public void read(Supplier<Optional<ByteBuf>> held, Consumer<ByteBuf> to, Runnable more) {
    wanted = true;
    if (giving) {
      return;
    }
    giving = true;
    boolean any = true;
    while (wanted && any) {
      Optional<ByteBuf> piece = held.get();
      any = piece.isPresent();
      wanted = !any;
      piece.ifPresent(to);
    }
    giving = false;
    if (wanted) {
      wanted = false;
      more.run();
    }
  }
}
