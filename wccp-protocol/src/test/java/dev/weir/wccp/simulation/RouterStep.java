package dev.weir.wccp.simulation;

import dev.weir.wccp.message.Message;
import dev.weir.wccp.router.RouterEffect;
import dev.weir.wccp.router.RouterSnapshot;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One step of a router's machine: what it was given, what it did, and its state on both sides.
public record RouterStep(
    RouterParty party,
    Input input,
    RouterSnapshot before,
    RouterSnapshot after,
    List<RouterEffect> effects,
    Instant now) {
  /// The message as it arrived, when it was given one.
  public Optional<Flight> flight() {
    return input instanceof Input.Arrived(Flight flight) ? Optional.of(flight) : Optional.empty();
  }

  /// The messages it sent.
  public Stream<Message> sent() {
    return effects.stream()
        .filter(RouterEffect.Send.class::isInstance)
        .map(it -> ((RouterEffect.Send) it).message());
  }

  /// Whether it said that the message changes nothing.
  public boolean refused() {
    return effects.stream().anyMatch(RouterEffect.Ignored.class::isInstance);
  }

  /// Whether a table was installed.
  public boolean installed() {
    return effects.stream().anyMatch(RouterEffect.Installed.class::isInstance);
  }

  /// The usable caches of a state.
  public static Set<InetAddress> usable(RouterSnapshot state) {
    return state.caches().stream()
        .filter(RouterSnapshot.Cache::usable)
        .map(RouterSnapshot.Cache::address)
        .collect(Collectors.toSet());
  }

  @Override
  public String toString() {
    return Words.step(party.toString(), input, effects);
  }
}
