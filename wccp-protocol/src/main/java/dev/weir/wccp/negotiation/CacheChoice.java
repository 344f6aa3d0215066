package dev.weir.wccp.negotiation;

import dev.weir.wccp.message.Capability;
import dev.weir.wccp.message.Component.Capabilities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/// What a cache takes from a router's offer (§3.10, §4.2).
public sealed interface CacheChoice {
  /// One value of each kind, and the timers that hold once the router repeats them.
  record Chosen(Capabilities capabilities, Timers timers) implements CacheChoice {}

  /// Nothing in common.
  record Nothing(Kind kind) implements CacheChoice {}

  /// The kind of capability in which router and cache have nothing in common.
  enum Kind {
    /// How packets reach the cache.
    FORWARDING,
    /// How buckets are assigned.
    ASSIGNMENT,
    /// How packets return.
    RETURN
  }

  /// What to take from `offer` when an interval of `wanted` is preferred.
  ///
  /// This cache takes GRE, hash, GRE. An interval is chosen only from an offered range; a router
  /// that offers none keeps the 10 s of the drafts.
  static CacheChoice from(Optional<Capabilities> offer, Duration wanted) {
    var offered = new CapabilityView(offer);
    if ((offered.forwarding() & Capability.GRE) == 0) {
      return new Nothing(Kind.FORWARDING);
    }
    if ((offered.assignment() & Capability.HASH) == 0) {
      return new Nothing(Kind.ASSIGNMENT);
    }
    if ((offered.packetReturn() & Capability.GRE) == 0) {
      return new Nothing(Kind.RETURN);
    }
    var elements = new ArrayList<Capability>();
    elements.add(new Capability.Forwarding(Capability.GRE));
    elements.add(new Capability.AssignmentMethod(Capability.HASH));
    elements.add(new Capability.PacketReturn(Capability.GRE));
    var transmit = offered.interval().map(range -> within(range, wanted));
    transmit.map(Capability.TransmitInterval::of).ifPresent(elements::add);
    var scale = offered.scale();
    int timeout = scale.map(it -> factor(it.timeoutLower())).orElse(1);
    int assign = scale.map(it -> factor(it.assignLower())).orElse(1);
    scale.ifPresent(_ -> elements.add(new Capability.TimerScale(0, timeout, 0, assign)));
    return new Chosen(
        new Capabilities(elements),
        new Timers(transmit.orElse(Timers.DEFAULT.transmit()), timeout, assign));
  }

  /// Whether a router's component repeats what was chosen: only then do its timers hold (§3.10).
  static boolean agreed(Optional<Capabilities> offer, Chosen chosen) {
    var offered = new CapabilityView(offer);
    var choice = new CapabilityView(Optional.of(chosen.capabilities()));
    return offered.interval().equals(choice.interval()) && offered.scale().equals(choice.scale());
  }

  private static Duration within(Capability.TransmitInterval offer, Duration wanted) {
    var lower = Duration.ofMillis(offer.lowerMs());
    var upper = offer.single() ? lower : Duration.ofMillis(offer.upperMs());
    var chosen = wanted.compareTo(lower) < 0 ? lower : wanted.compareTo(upper) > 0 ? upper : wanted;
    boolean sane =
        chosen.compareTo(Timers.TRANSMIT_MIN) >= 0 && chosen.compareTo(Timers.TRANSMIT_MAX) <= 0;
    return sane ? chosen : Timers.DEFAULT.transmit();
  }

  private static int factor(int lower) {
    return Timers.scale(lower) ? lower : 1;
  }
}
