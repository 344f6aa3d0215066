package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.assignment.AddressOrder;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.simulation.CacheParty;
import dev.weir.wccp.simulation.CacheStep;
import dev.weir.wccp.simulation.Flight;
import dev.weir.wccp.simulation.Input;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// S10, second half, and S6, for caches of WCCP1 (§2.5); and what the router last showed each.
final class Version1Views implements Invariant {
  /// After this much silence a router is lost to a cache, and a cache to a router.
  static final Duration SILENCE = Duration.ofSeconds(30);

  private record Sighting(Version1.ISeeYou view, Instant at) {}

  private final Map<CacheParty, Sighting> seen = new HashMap<>();

  @Override
  public String name() {
    return "S10 cache";
  }

  @Override
  public String sentence() {
    return "A cache believes an I_SEE_YOU of its router only, for 30 s; what it refuses changes"
        + " nothing.";
  }

  @Override
  public Optional<String> afterCache(CacheStep step) {
    if (!step.ours()) {
      return Optional.empty();
    }
    if (step.input() instanceof Input.Arrived(Flight flight)) {
      if (step.ignored()) {
        return Invariant.broken(
            step.effects().size() == 1 && !step.before().equals(step.after()),
            () -> "refused, and yet " + step.before() + " became " + step.after());
      }
      if (!(flight.message() instanceof Version1.ISeeYou view)
          || !flight.from().equals(step.before().routers().getFirst().address())) {
        return Optional.of("believed " + flight);
      }
      seen.put(step.party(), new Sighting(view, step.now()));
    }
    var sighting = seen.get(step.party());
    return Invariant.broken(
        live(step) && (sighting == null || !step.now().isBefore(sighting.at().plus(SILENCE))),
        () -> "the router is live, last heard " + sighting);
  }

  /// The caches that the router lists to this one; nobody while it is not live.
  List<Version1.ISeeYou.Entry> listed(CacheStep step) {
    return live(step) ? seen.get(step.party()).view().caches() : List.of();
  }

  /// What the router last showed a cache to which it is live.
  Version1.ISeeYou view(CacheStep step) {
    return seen.get(step.party()).view();
  }

  Optional<InetAddress> lowest(CacheStep step) {
    return listed(step).stream().map(Version1.ISeeYou.Entry::cache).min(AddressOrder.UNSIGNED);
  }

  private static boolean live(CacheStep step) {
    return step.live().findAny().isPresent();
  }
}
