package dev.weir.wccp.negotiation;

import dev.weir.wccp.message.Capability;
import dev.weir.wccp.message.Component.Capabilities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a cache takes from a router's offer (§3.10, §4.2).
public sealed interface CacheChoice {
  /// One value of each kind: as the component to send, and as what holds once the router repeats
  /// it.
  record Chosen(Capabilities capabilities, Agreement agreement) implements CacheChoice {}

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

  /// What a cache with these preferences takes from `offer`: of each kind the first of its own that
  /// is offered.
  ///
  /// An interval is chosen only from an offered range; a router that offers none keeps the 10 s of
  /// the drafts.
  static CacheChoice from(Optional<Capabilities> offer, CachePreferences preferences) {
    var offered = new CapabilityView(offer);
    var forwarding = transport(preferences.forwarding(), offered.forwarding());
    var distribution =
        preferences.distribution().stream()
            .filter(it -> (it.bit() & offered.assignment()) != 0)
            .findFirst();
    var packetReturn = transport(preferences.packetReturn(), offered.packetReturn());
    if (forwarding.isEmpty()) {
      return new Nothing(Kind.FORWARDING);
    }
    if (distribution.isEmpty()) {
      return new Nothing(Kind.ASSIGNMENT);
    }
    if (packetReturn.isEmpty()) {
      return new Nothing(Kind.RETURN);
    }
    var elements = new ArrayList<Capability>();
    elements.add(new Capability.Forwarding(forwarding.get().bit()));
    elements.add(new Capability.AssignmentMethod(distribution.get().bit()));
    elements.add(new Capability.PacketReturn(packetReturn.get().bit()));
    var timers = timers(offered, preferences.interval(), elements);
    return new Chosen(
        new Capabilities(elements),
        new Agreement(forwarding.get(), distribution.get(), packetReturn.get(), timers));
  }

  /// Whether a router's component repeats what was chosen: only then do its timers hold (§3.10).
  static boolean agreed(Optional<Capabilities> offer, Chosen chosen) {
    var offered = new CapabilityView(offer);
    var choice = new CapabilityView(Optional.of(chosen.capabilities()));
    return offered.interval().equals(choice.interval()) && offered.scale().equals(choice.scale());
  }

  private static Timers timers(CapabilityView offered, Duration wanted, List<Capability> elements) {
    var transmit = offered.interval().map(range -> within(range, wanted));
    transmit.map(Capability.TransmitInterval::of).ifPresent(elements::add);
    var scale = offered.scale();
    int timeout = scale.map(it -> factor(it.timeoutLower())).orElse(1);
    int assign = scale.map(it -> factor(it.assignLower())).orElse(1);
    scale.ifPresent(_ -> elements.add(new Capability.TimerScale(0, timeout, 0, assign)));
    return new Timers(transmit.orElse(Timers.DEFAULT.transmit()), timeout, assign);
  }

  private static Optional<Transport> transport(List<Transport> preferred, int offered) {
    return preferred.stream().filter(it -> (it.bit() & offered) != 0).findFirst();
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
