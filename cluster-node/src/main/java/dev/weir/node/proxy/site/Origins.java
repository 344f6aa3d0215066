package dev.weir.node.proxy.site;

import dev.weir.node.proxy.origin.OriginFailure;
import dev.weir.node.proxy.site.OriginHealth.Sign;
import dev.weir.node.proxy.site.OriginHealth.State;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// The origins of one site: which one is asked next. For any thread.
public final class Origins {
  /// One of them.
  ///
  /// @param weight how often it is asked, compared with the others; at least 1
  public record Origin(InetSocketAddress address, int weight) {}

  /// One of them as it is now.
  public record Standing(Origin origin, OriginHealth health) {}

  /// Hears of a change of health.
  @FunctionalInterface
  public interface Watcher {
    /// An origin is not what it was before this sign.
    void changed(Origin origin, State now, Sign because);
  }

  private final List<Origin> origins;
  private final HealthRule rule;
  private final InstantSource clock;
  private final Watcher watcher;
  private final Turns turns;
  private final OriginHealth[] health;

  /// At least one, of which nothing is known yet.
  ///
  /// @param clock steady
  public Origins(List<Origin> origins, HealthRule rule, InstantSource clock, Watcher watcher) {
    if (origins.isEmpty()) {
      throw new IllegalArgumentException("no origin");
    }
    this.origins = List.copyOf(origins);
    this.rule = rule;
    this.clock = clock;
    this.watcher = watcher;
    this.turns = new Turns(origins.stream().mapToInt(Origin::weight).toArray());
    this.health = new OriginHealth[origins.size()];
    Arrays.fill(health, OriginHealth.NEW);
  }

  /// Where the next request goes.
  ///
  /// @param tried that it has been to already
  /// @return empty when there is none, or none that is healthy and no panic is wanted
  public Optional<InetSocketAddress> next(Set<InetSocketAddress> tried) {
    Instant now = clock.instant();
    synchronized (health) {
      boolean any = Arrays.stream(health).anyMatch(it -> it.usable(rule, now));
      boolean all = !any && rule.panics();
      var turn =
          turns.next(
              i -> (all || health[i].usable(rule, now)) && !tried.contains(origins.get(i).address));
      turn.ifPresent(i -> health[i] = health[i].tried(rule, now));
      return turn.isPresent()
          ? Optional.of(origins.get(turn.getAsInt()).address)
          : Optional.empty();
    }
  }

  /// A request was answered.
  public void answered(InetSocketAddress address) {
    told(address, Sign.ANSWERED);
  }

  /// A request was not answered.
  public void failed(InetSocketAddress address, OriginFailure why) {
    switch (why) {
      case UNREACHABLE, CONNECT_TIMEOUT, ANSWER_TIMEOUT, CLOSED, MALFORMED ->
          told(address, Sign.FAILED);
      case REDIRECT_LOOP,
          INTERIM_FLOOD,
          TRUNCATED,
          OVERLONG,
          STALLED,
          NO_ORIGIN,
          PARENT_LOGIN,
          NO_PARENT,
          UNADAPTED -> {}
    }
  }

  /// A probe has told.
  public void probed(InetSocketAddress address, boolean good) {
    told(address, good ? Sign.PROBE_GOOD : Sign.PROBE_BAD);
  }

  private void told(InetSocketAddress address, Sign sign) {
    for (int i = 0; i < health.length; i++) {
      if (origins.get(i).address.equals(address)) {
        told(i, sign);
      }
    }
  }

  private void told(int i, Sign sign) {
    OriginHealth before;
    OriginHealth after;
    synchronized (health) {
      before = health[i];
      after = before.after(sign, rule, clock.instant());
      health[i] = after;
    }
    if (before.state() != after.state()) {
      watcher.changed(origins.get(i), after.state(), sign);
    }
  }

  /// All of them, in the order of the configuration.
  public List<Standing> standings() {
    synchronized (health) {
      return IntStream.range(0, health.length)
          .mapToObj(i -> new Standing(origins.get(i), health[i]))
          .toList();
    }
  }
}
