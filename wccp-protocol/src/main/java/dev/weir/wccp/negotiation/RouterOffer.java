package dev.weir.wccp.negotiation;

import dev.weir.wccp.message.Capability;
import dev.weir.wccp.message.Component.Capabilities;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a router can do, and whether a cache's choice is within it (§3.10, §4.4 step 8).
///
/// This router forwards and takes back by GRE and is told its table by hash.
public record RouterOffer(Duration transmitLower, Duration transmitUpper) {
  private static final int METHOD = 1;

  /// Refuses an empty range and one outside what anybody may agree on.
  public RouterOffer {
    if (transmitLower.compareTo(transmitUpper) > 0
        || transmitLower.compareTo(Timers.TRANSMIT_MIN) < 0
        || transmitUpper.compareTo(Timers.TRANSMIT_MAX) > 0) {
      throw new IllegalArgumentException(transmitLower + ".." + transmitUpper);
    }
  }

  /// The component to send: ranges until a cache has chosen, then what was agreed.
  public Capabilities capabilities(Optional<Timers> agreed) {
    return new Capabilities(
        List.of(
            new Capability.Forwarding(METHOD),
            new Capability.AssignmentMethod(METHOD),
            new Capability.PacketReturn(METHOD),
            agreed
                .map(it -> Capability.TransmitInterval.of(it.transmit()))
                .orElse(
                    new Capability.TransmitInterval(
                        (int) transmitUpper.toMillis(), (int) transmitLower.toMillis())),
            agreed
                .map(it -> new Capability.TimerScale(0, it.timeoutScale(), 0, it.assignScale()))
                .orElse(new Capability.TimerScale(Timers.SCALE_MAX, 1, Timers.SCALE_MAX, 1))));
  }

  /// The timers that follow from a cache's choice; empty when the choice is not acceptable.
  ///
  /// Once a group has members a choice must equal theirs.
  public Optional<Timers> accept(Optional<Capabilities> chosen, Optional<Timers> agreed) {
    var choice = new CapabilityView(chosen);
    if (choice.forwarding() != METHOD
        || choice.assignment() != METHOD
        || choice.packetReturn() != METHOD) {
      return Optional.empty();
    }
    var timers = timers(choice);
    return agreed.isPresent() && !agreed.equals(timers) ? Optional.empty() : timers;
  }

  private Optional<Timers> timers(CapabilityView choice) {
    var interval = choice.interval();
    var scale = choice.scale().orElse(Capability.TimerScale.ONE);
    boolean single = scale.timeoutUpper() == 0 && scale.assignUpper() == 0;
    if (!single || !Timers.scale(scale.timeoutLower()) || !Timers.scale(scale.assignLower())) {
      return Optional.empty();
    }
    if (interval.isEmpty()) {
      return Optional.of(
          new Timers(Timers.DEFAULT.transmit(), scale.timeoutLower(), scale.assignLower()));
    }
    var transmit = Duration.ofMillis(interval.get().lowerMs());
    boolean offered =
        interval.get().single()
            && transmit.compareTo(transmitLower) >= 0
            && transmit.compareTo(transmitUpper) <= 0;
    return offered
        ? Optional.of(new Timers(transmit, scale.timeoutLower(), scale.assignLower()))
        : Optional.empty();
  }
}
