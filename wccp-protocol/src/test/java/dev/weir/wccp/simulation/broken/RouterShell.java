package dev.weir.wccp.simulation.broken;

import dev.weir.wccp.message.Message;
import dev.weir.wccp.router.RouterEffect;
import dev.weir.wccp.router.RouterSnapshot;
import dev.weir.wccp.simulation.RouterMachine;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// A router's machine with everything that goes in and comes out open to distortion.
class RouterShell implements RouterMachine {
  final RouterMachine real;

  RouterShell(RouterMachine real) {
    this.real = real;
  }

  /// What the machine gets to see of a message.
  Message in(Message message) {
    return message;
  }

  /// What becomes of an effect.
  Stream<RouterEffect> out(RouterEffect effect) {
    return Stream.of(effect);
  }

  @Override
  public List<RouterEffect> received(
      Message message, InetAddress from, InetAddress sentTo, Instant now) {
    return all(real.received(in(message), from, sentTo, now));
  }

  @Override
  public List<RouterEffect> deadlinePassed(Instant now) {
    return all(real.deadlinePassed(now));
  }

  @Override
  public Instant nextDeadline() {
    return real.nextDeadline();
  }

  @Override
  public RouterSnapshot snapshot() {
    return real.snapshot();
  }

  private List<RouterEffect> all(List<RouterEffect> effects) {
    return effects.stream().flatMap(this::out).toList();
  }
}
