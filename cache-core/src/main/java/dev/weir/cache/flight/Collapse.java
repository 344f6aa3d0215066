package dev.weir.cache.flight;

import dev.weir.cache.rule.CacheKey;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Joins concurrent requests for one key into one fetch. Safe for use by any thread.
///
/// The first to ask *leads*: it fetches, and ends its flight exactly once. Those who ask meanwhile
/// *follow*: each is told once, on the thread that has the news, that the response has begun or
/// that the flight is over, unless it left before. The time a follower waits is its own business:
/// it leaves when it is over.
public final class Collapse {
  /// How the leader's fetch went.
  public enum Outcome {
    /// The response is stored: look again.
    STORED,
    /// Nobody else can be served with it: everyone fetches for himself, and so do those who ask
    /// within the next seconds.
    UNSHARED,
    /// It is not stored for a reason that may be gone.
    NOT_STORED,
    /// It was purged before it began: some may have asked since, so all ask again.
    OUTDATED,
    /// It failed, or the leader gave up.
    FAILED
  }

  /// What a follower is told.
  public sealed interface News {
    /// The response has begun; the follower reads it, or leaves the reader.
    record Begun(Beginning beginning, Filling.Reader reader) implements News {}

    /// The flight is over.
    record Over(Outcome outcome) implements News {}
  }

  /// What somebody who asks becomes.
  public sealed interface Role {
    /// Fetches for all, and ends the flight.
    record Leads(Flight flight) implements Role {}

    /// Waits to be told; `leave` when it no longer wants to.
    record Follows(Flight flight) implements Role {}

    /// Fetches for itself.
    record Alone(Why why) implements Role {}
  }

  /// Why somebody goes alone.
  public enum Why {
    /// The flight is full.
    FULL,
    /// The last response for the key could serve nobody else.
    UNSHARED
  }

  private final ConcurrentHashMap<CacheKey, Flight> flights = new ConcurrentHashMap<>();
  private final Unshared unshared = new Unshared();
  private final int followersMax;
  private final Room room;
  private final LongSupplier clockNs;

  /// At most `followersMax` follow one fetch.
  ///
  /// @param room for what is on its way into the store
  /// @param clockNs a clock that never steps, in nanoseconds
  public Collapse(int followersMax, Room room, LongSupplier clockNs) {
    this.followersMax = followersMax;
    this.room = room;
    this.clockNs = clockNs;
  }

  /// Joins the flight for a key, or begins it. `told` must not block and may be called before this
  /// method returns.
  public Role join(CacheKey key, Consumer<News> told) {
    if (unshared.contains(key, clockNs.getAsLong())) {
      return new Role.Alone(Why.UNSHARED);
    }
    while (true) {
      var fresh = new Flight(this, key);
      Flight flight = flights.computeIfAbsent(key, absent -> fresh);
      if (flight == fresh) {
        return new Role.Leads(flight);
      }
      switch (flight.admit(told, followersMax)) {
        case ADMITTED -> {
          return new Role.Follows(flight);
        }
        case FULL -> {
          return new Role.Alone(Why.FULL);
        }
        case OVER -> flights.remove(key, flight);
      }
    }
  }

  /// Somebody who led no flight has had a response that serves others too.
  public void shared(CacheKey key) {
    unshared.remove(key);
  }

  /// The room for what is on its way into the store.
  public Room room() {
    return room;
  }

  /// How many fetches are being led.
  public int flights() {
    return flights.size();
  }

  void over(Flight flight, Outcome outcome) {
    flights.remove(flight.key(), flight);
    switch (outcome) {
      case UNSHARED -> unshared.add(flight.key(), clockNs.getAsLong());
      case STORED -> unshared.remove(flight.key());
      case NOT_STORED, OUTDATED, FAILED -> {}
    }
  }
}
