package dev.weir.node.proxy.outward;

import dev.weir.cache.flight.Beginning;
import dev.weir.cache.flight.Collapse;
import dev.weir.cache.flight.Flight;
import dev.weir.cache.rule.CacheKey;
import io.netty.channel.EventLoop;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A request's part in the one fetch of its key: it leads, it waits, or it has none.
///
/// Confined to its event loop.
public final class Part {
  /// What it does now.
  public enum Role {
    /// It fetches, and others may follow it.
    LEADS,
    /// It waits for another's fetch.
    FOLLOWS,
    /// It fetches for itself: too many follow.
    ALONE,
    /// It fetches for itself: the last response could serve nobody else.
    UNSHARED
  }

  private final Collapse collapse;
  private final CacheKey key;
  private final EventLoop loop;
  private final Consumer<Collapse.News> elsewhere;
  private @Nullable Flight leading;
  private @Nullable Flight following;

  /// No part yet. `told` hears, on the loop, what came of the fetch that it waits for.
  public Part(Collapse collapse, CacheKey key, EventLoop loop, Consumer<Collapse.News> told) {
    this.collapse = collapse;
    this.key = key;
    this.loop = loop;
    this.elsewhere = news -> loop.execute(() -> hear(news, told));
  }

  private void hear(Collapse.News news, Consumer<Collapse.News> told) {
    if (following != null) {
      following = null;
      told.accept(news);
    } else if (news instanceof Collapse.News.Begun begun) {
      begun.reader().leave();
    }
  }

  /// Does something on its loop: now, where this is that.
  public void onLoop(Runnable action) {
    if (loop.inEventLoop()) {
      action.run();
    } else {
      loop.execute(action);
    }
  }

  /// Takes a part in the fetch of the key.
  public Role join() {
    return switch (collapse.join(key, elsewhere)) {
      case Collapse.Role.Leads(Flight flight) -> {
        leading = flight;
        yield Role.LEADS;
      }
      case Collapse.Role.Follows(Flight flight) -> {
        following = flight;
        yield Role.FOLLOWS;
      }
      case Collapse.Role.Alone(Collapse.Why why) ->
          why == Collapse.Why.FULL ? Role.ALONE : Role.UNSHARED;
    };
  }

  /// Waits no longer. False: it did not wait.
  public boolean leave() {
    Flight flight = following;
    following = null;
    if (flight != null) {
      flight.leave(elsewhere);
    }
    return flight != null;
  }

  /// The response that is fetched has begun, for those who follow too.
  public void begin(Beginning beginning) {
    if (leading != null) {
      leading.begin(beginning);
    }
  }

  /// Tells those who wait what has come of it.
  public void end(Collapse.Outcome outcome) {
    Flight flight = leading;
    leading = null;
    if (flight != null) {
      flight.end(outcome);
    } else if (outcome == Collapse.Outcome.STORED) {
      collapse.shared(key);
    }
  }

  /// Whether others follow what it fetches; if nobody does, it leads no longer.
  public boolean isFollowed() {
    boolean followed = leading != null && !leading.endUnlessFollowed();
    if (!followed) {
      leading = null;
    }
    return followed;
  }
}
