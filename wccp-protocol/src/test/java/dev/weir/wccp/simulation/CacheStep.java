package dev.weir.wccp.simulation;

import dev.weir.wccp.cache.CacheEffect;
import dev.weir.wccp.cache.CacheEffect.Ignored;
import dev.weir.wccp.cache.CacheEffect.Rejected;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.Message;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One step of a cache's machine: what it was given, what it did, and its state on both sides.
public record CacheStep(
    CacheParty party,
    Input input,
    CacheSnapshot before,
    CacheSnapshot after,
    List<CacheEffect> effects,
    Instant now) {
  /// Whether the machine is one whose behaviour we answer for.
  public boolean ours() {
    return party.node().make() == CacheNode.Make.OURS;
  }

  /// The message, when it was given one.
  public Optional<Message> message() {
    return input instanceof Input.Arrived(Flight flight)
        ? Optional.of(flight.message())
        : Optional.empty();
  }

  /// Whether it said that the message changes nothing.
  public boolean ignored() {
    return effects.stream().anyMatch(it -> it instanceof Ignored);
  }

  /// Whether it said that the router offers nothing for it.
  public boolean rejected() {
    return effects.stream().anyMatch(it -> it instanceof Rejected);
  }

  /// The messages it sent, each with its destination.
  public Stream<CacheEffect.Send> sends() {
    return effects.stream()
        .filter(CacheEffect.Send.class::isInstance)
        .map(CacheEffect.Send.class::cast);
  }

  /// The tables it sent; the same one once for each router.
  public Stream<Message.RedirectAssign> tables() {
    return sends()
        .map(CacheEffect.Send::message)
        .filter(Message.RedirectAssign.class::isInstance)
        .map(Message.RedirectAssign.class::cast);
  }

  /// The routers that are live after the step.
  public Stream<CacheSnapshot.Router> live() {
    return after.routers().stream().filter(CacheStep::live);
  }

  /// The cache's own address.
  public InetAddress self() {
    return party.node().address();
  }

  /// Whether a router is live to the cache.
  public static boolean live(CacheSnapshot.Router router) {
    return switch (router.state()) {
      case "seen", "usable", "assigned" -> true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return Words.step(party.toString(), input, effects);
  }
}
