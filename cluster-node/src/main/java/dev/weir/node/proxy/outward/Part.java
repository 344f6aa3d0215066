package dev.weir.node.proxy.outward;

import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.store.Collapse;
import io.netty.channel.EventLoop;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A request's part in the one fetch of its key: it leads, it waits, or it has none.
///
/// Confined to its event loop.
public final class Part {
  /// What it does now.
  public enum Role {
    /// It fetches, and others may wait for it.
    LEADS,
    /// It waits for another's fetch.
    FOLLOWS,
    /// It fetches for itself.
    ALONE
  }

  private final Collapse collapse;
  private final CacheKey key;
  private final Consumer<Collapse.Outcome> elsewhere;
  private Collapse.@Nullable Flight leading;
  private Collapse.@Nullable Flight following;

  /// No part yet. `told` hears, on the loop, what came of the fetch that it waits for.
  public Part(Collapse collapse, CacheKey key, EventLoop loop, Consumer<Collapse.Outcome> told) {
    this.collapse = collapse;
    this.key = key;
    this.elsewhere =
        outcome ->
            loop.execute(() -> {
              if (following != null) {
                following = null;
                told.accept(outcome);
              }
            });
  }

  /// Takes a part in the fetch of the key.
  public Role join() {
    return switch (collapse.join(key, elsewhere)) {
      case Collapse.Role.Leads(Collapse.Flight flight) -> {
        leading = flight;
        yield Role.LEADS;
      }
      case Collapse.Role.Follows(Collapse.Flight flight) -> {
        following = flight;
        yield Role.FOLLOWS;
      }
      case Collapse.Role.Alone() -> Role.ALONE;
    };
  }

  /// Waits no longer. False: it did not wait.
  public boolean leave() {
    Collapse.Flight flight = following;
    following = null;
    if (flight != null) {
      flight.leave(elsewhere);
    }
    return flight != null;
  }

  /// Tells those who wait what has come of it.
  public void end(Collapse.Outcome outcome) {
    Collapse.Flight flight = leading;
    leading = null;
    if (flight != null) {
      flight.end(outcome);
    }
  }

  /// Whether others wait for what it fetches; if nobody does, it leads no longer.
  public boolean isFollowed() {
    boolean followed = leading != null && !leading.endUnlessFollowed();
    if (!followed) {
      leading = null;
    }
    return followed;
  }
}
