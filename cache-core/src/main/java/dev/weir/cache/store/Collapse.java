package dev.weir.cache.store;

import dev.weir.cache.rule.CacheKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Joins concurrent requests for one key into one fetch. Safe for use by any thread.
///
/// The first to ask *leads*: it fetches, and ends its flight exactly once. Those who ask meanwhile
/// *follow*: each is told the outcome exactly once, on the thread that ends the flight, unless it
/// left before. The time a follower waits is the follower's business: it leaves when it is over.
public final class Collapse {
  /// How the leader's fetch went.
  public enum Outcome {
    /// The response is stored: look again.
    STORED,
    /// Its head showed that it will not be stored: everyone fetches for himself.
    NOT_STORABLE,
    /// It failed, or the leader gave up.
    FAILED
  }

  /// What somebody who asks becomes.
  public sealed interface Role {
    /// Fetches for all, and ends the flight.
    record Leads(Flight flight) implements Role {}

    /// Waits to be told; `leave` when it no longer wants to.
    record Follows(Flight flight) implements Role {}

    /// The flight is full: fetches for himself.
    record Alone() implements Role {}
  }

  private final ConcurrentHashMap<CacheKey, Flight> flights = new ConcurrentHashMap<>();
  private final int followersMax;

  /// At most `followersMax` wait for one fetch.
  public Collapse(int followersMax) {
    this.followersMax = followersMax;
  }

  /// Joins the flight for a key, or begins it. `told` must not block and may be called before this
  /// method returns.
  public Role join(CacheKey key, Consumer<Outcome> told) {
    while (true) {
      var fresh = new Flight(key);
      Flight flight = flights.computeIfAbsent(key, absent -> fresh);
      if (flight == fresh) {
        return new Role.Leads(flight);
      }
      switch (flight.admit(told)) {
        case ADMITTED -> {
          return new Role.Follows(flight);
        }
        case FULL -> {
          return new Role.Alone();
        }
        case OVER -> flights.remove(key, flight);
      }
    }
  }

  /// How many fetches are being led.
  public int flights() {
    return flights.size();
  }

  private enum Admission {
    ADMITTED,
    FULL,
    OVER
  }

  /// One fetch and those who wait for it.
  public final class Flight {
    private final CacheKey key;
    private final List<Consumer<Outcome>> followers = new ArrayList<>();
    private boolean over;

    private Flight(CacheKey key) {
      this.key = key;
    }

    /// Ends the flight and tells the followers. A second time does nothing.
    public void end(Outcome outcome) {
      List<Consumer<Outcome>> waiting;
      synchronized (this) {
        if (over) {
          return;
        }
        over = true;
        waiting = List.copyOf(followers);
        followers.clear();
      }
      flights.remove(key, this);
      for (Consumer<Outcome> follower : waiting) {
        follower.accept(outcome);
      }
    }

    /// Ends the flight if nobody waits for it. False: somebody does, so go on.
    public boolean endUnlessFollowed() {
      synchronized (this) {
        if (!followers.isEmpty()) {
          return false;
        }
        over = true;
      }
      flights.remove(key, this);
      return true;
    }

    /// A follower no longer waits; it will not be told.
    public synchronized void leave(Consumer<Outcome> told) {
      followers.remove(told);
    }

    private synchronized Admission admit(Consumer<Outcome> told) {
      if (over) {
        return Admission.OVER;
      }
      if (followers.size() >= followersMax) {
        return Admission.FULL;
      }
      followers.add(told);
      return Admission.ADMITTED;
    }
  }
}
