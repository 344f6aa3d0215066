package dev.weir.wccp.negotiation;

import dev.weir.wccp.message.Capability;
import dev.weir.wccp.message.Component.Capabilities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What a router can do, and whether a cache's choice is within it (§3.10, §4.4 step 8).
///
/// Without `timers` the router offers no choice of them and keeps to 10 s, as older ones do.
public record RouterOffer(
    Set<Transport> forwarding,
    Set<Distribution> distribution,
    Set<Transport> packetReturn,
    Optional<TimerRange> timers) {
  /// The intervals that may be chosen, and the largest of the factors, which begin at 1.
  public record TimerRange(Duration least, Duration most, int scaleMost) {
    /// Refuses an empty range and one outside what anybody may agree on.
    public TimerRange {
      if (least.compareTo(most) > 0
          || least.compareTo(Timers.TRANSMIT_MIN) < 0
          || most.compareTo(Timers.TRANSMIT_MAX) > 0) {
        throw new IllegalArgumentException(least + ".." + most);
      }
      if (!Timers.scale(scaleMost)) {
        throw new IllegalArgumentException("a scale of " + scaleMost);
      }
    }

    private boolean contains(Timers timers) {
      return timers.transmit().compareTo(least) >= 0
          && timers.transmit().compareTo(most) <= 0
          && timers.timeoutScale() <= scaleMost
          && timers.assignScale() <= scaleMost;
    }
  }

  /// Copies the sets, none of which may be empty.
  public RouterOffer {
    forwarding = Set.copyOf(EnumSet.copyOf(forwarding));
    distribution = Set.copyOf(EnumSet.copyOf(distribution));
    packetReturn = Set.copyOf(EnumSet.copyOf(packetReturn));
  }

  /// GRE and hash, and these intervals with every factor.
  public static RouterOffer plain(Duration least, Duration most) {
    return new RouterOffer(
        EnumSet.of(Transport.GRE),
        EnumSet.of(Distribution.HASH),
        EnumSet.of(Transport.GRE),
        Optional.of(new TimerRange(least, most, Timers.SCALE_MAX)));
  }

  /// The component to send: sets and ranges until a cache has chosen, then what was agreed.
  public Capabilities capabilities(Optional<Agreement> agreed) {
    return capabilities(agreed, agreed.map(Agreement::packetReturn));
  }

  /// The component to send to a cache whose group has agreed, and which itself has, or has not yet,
  /// chosen how packets return: that is each cache's own.
  public Capabilities capabilities(Optional<Agreement> agreed, Optional<Transport> returning) {
    var elements = new ArrayList<Capability>();
    elements.add(
        new Capability.Forwarding(
            agreed.map(it -> it.forwarding().bit()).orElseGet(() -> transports(forwarding))));
    elements.add(
        new Capability.AssignmentMethod(
            agreed
                .map(it -> it.distribution().bit())
                .orElseGet(() -> distribution.stream().mapToInt(Distribution::bit).sum())));
    elements.add(
        new Capability.PacketReturn(
            returning.map(Transport::bit).orElseGet(() -> transports(packetReturn))));
    timers.ifPresent(range -> {
      elements.add(
          agreed
              .map(it -> Capability.TransmitInterval.of(it.timers().transmit()))
              .orElse(
                  new Capability.TransmitInterval(
                      (int) range.most().toMillis(), (int) range.least().toMillis())));
      elements.add(
          agreed
              .map(it ->
                  new Capability.TimerScale(
                      0, it.timers().timeoutScale(), 0, it.timers().assignScale()))
              .orElse(new Capability.TimerScale(range.scaleMost(), 1, range.scaleMost(), 1)));
    });
    return new Capabilities(elements);
  }

  /// The agreement that follows from a cache's choice; empty when the choice is not acceptable.
  ///
  /// Once a group has members, `agreed`, a choice must equal theirs; only the way packets return is
  /// each cache's own (§4.4 step 8). `neighbour` tells whether the cache is directly connected, as
  /// L2 wants it.
  public Optional<Agreement> accept(
      Optional<Capabilities> chosen, Optional<Agreement> agreed, boolean neighbour) {
    var choice = new CapabilityView(chosen);
    var agreement = agreement(choice);
    return agreement
        .filter(it ->
            neighbour || (it.forwarding() != Transport.L2 && it.packetReturn() != Transport.L2))
        .filter(it ->
            agreed.isEmpty()
                || (it.forwarding() == agreed.get().forwarding()
                    && it.distribution() == agreed.get().distribution()
                    && it.timers().equals(agreed.get().timers())));
  }

  private Optional<Agreement> agreement(CapabilityView choice) {
    var out = forwarding.stream().filter(it -> it.bit() == choice.forwarding()).findFirst();
    var by = distribution.stream().filter(it -> it.bit() == choice.assignment()).findFirst();
    var back = packetReturn.stream().filter(it -> it.bit() == choice.packetReturn()).findFirst();
    var times = timers(choice);
    return out.isPresent() && by.isPresent() && back.isPresent() && times.isPresent()
        ? Optional.of(new Agreement(out.get(), by.get(), back.get(), times.get()))
        : Optional.empty();
  }

  private Optional<Timers> timers(CapabilityView choice) {
    var scale = choice.scale().orElse(Capability.TimerScale.ONE);
    boolean single = scale.timeoutUpper() == 0 && scale.assignUpper() == 0;
    if (!single || !Timers.scale(scale.timeoutLower()) || !Timers.scale(scale.assignLower())) {
      return Optional.empty();
    }
    var interval = choice.interval();
    var transmit =
        interval.map(it -> Duration.ofMillis(it.lowerMs())).orElse(Timers.DEFAULT.transmit());
    boolean possible =
        interval.isEmpty()
            || (interval.get().single()
                && transmit.compareTo(Timers.TRANSMIT_MIN) >= 0
                && transmit.compareTo(Timers.TRANSMIT_MAX) <= 0);
    if (!possible) {
      return Optional.empty();
    }
    var chosen = new Timers(transmit, scale.timeoutLower(), scale.assignLower());
    boolean offered = timers.map(range -> range.contains(chosen)).orElse(false);
    return offered || chosen.equals(Timers.DEFAULT) ? Optional.of(chosen) : Optional.empty();
  }

  private static int transports(Set<Transport> all) {
    return all.stream().mapToInt(Transport::bit).sum();
  }
}
