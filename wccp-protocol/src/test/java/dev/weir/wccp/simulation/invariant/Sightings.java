package dev.weir.wccp.simulation.invariant;

import dev.weir.wccp.assignment.AddressOrder;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.simulation.CacheParty;
import dev.weir.wccp.simulation.CacheStep;
import dev.weir.wccp.simulation.Flight;
import dev.weir.wccp.simulation.Input;
import dev.weir.wccp.simulation.Manner;
import dev.weir.wccp.simulation.Plan;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What each cache was really shown by each router, whatever its machine makes of it.
public final class Sightings implements Invariant {
  private record Sighting(Message.ISeeYou view, Instant at) {}

  private final Map<CacheParty, Map<InetAddress, Sighting>> seen = new HashMap<>();
  private final Map<CacheParty, Map<InetAddress, Instant>> heard = new HashMap<>();
  private final Map<CacheParty, Set<InetAddress>> dead = new HashMap<>();
  private final Plan plan;
  private final Set<InetAddress> members = new HashSet<>();

  Sightings(Plan plan) {
    this.plan = plan;
  }

  @Override
  public String name() {
    return "sightings";
  }

  @Override
  public String sentence() {
    return "What a cache believes, it was told.";
  }

  @Override
  public Optional<String> afterCache(CacheStep step) {
    if (step.ours()) {
      members.add(step.self());
    }
    if (step.input() instanceof Input.Dead(var caches)) {
      var others = new HashSet<>(caches);
      others.remove(step.self()); // who is told that it is dead itself knows better
      dead.put(step.party(), others);
    }
    if (step.input() instanceof Input.Arrived(Flight flight) && !step.ignored()) {
      switch (flight.message()) {
        case Message.ISeeYou it ->
            answerer(step, it)
                .ifPresent(router -> {
                  views(step.party()).put(router, new Sighting(it, step.now()));
                  times(step.party()).put(router, step.now());
                });
        case Message.RemovalQuery it ->
            asker(step.before(), it.query().router())
                .ifPresent(router -> times(step.party()).put(router, step.now()));
        default -> {}
      }
    }
    return Optional.empty();
  }

  /// In a group everybody hears the answers to the others, and is shown nothing by them.
  private static Optional<InetAddress> answerer(CacheStep step, Message.ISeeYou seen) {
    if (!seen.router().receivedFrom().contains(step.self())) {
      return Optional.empty();
    }
    return seen.router().sentTo().equals(Manner.GROUP)
        ? asker(step.after(), seen.router().router())
        : answerer(step.before(), seen.router().sentTo());
  }

  /// The router, by its configured address, that an I_SEE_YOU answers for: whatever its source, it
  /// is the one that the answered message was sent to (§4.2).
  static Optional<InetAddress> answerer(CacheSnapshot state, InetAddress sentTo) {
    return state.routers().stream()
        .map(CacheSnapshot.Router::address)
        .filter(sentTo::equals)
        .findFirst();
  }

  /// The router known by this id: that asks by REMOVAL_QUERY, or answers to the group.
  static Optional<InetAddress> asker(CacheSnapshot state, InetAddress id) {
    return state.routers().stream()
        .filter(it -> it.id().filter(id::equals).isPresent())
        .map(CacheSnapshot.Router::address)
        .findFirst();
  }

  /// The last view of each router that is live for this cache, in configured order.
  List<Message.ISeeYou> views(CacheStep step) {
    var known = views(step.party());
    return step.live()
        .flatMap(it -> Optional.ofNullable(known.get(it.address())).stream())
        .map(Sighting::view)
        .toList();
  }

  /// When this router was last heard.
  Optional<Instant> heardAt(CacheParty party, InetAddress router) {
    return Optional.ofNullable(times(party).get(router));
  }

  /// The caches that this one was last told to be dead.
  Set<InetAddress> dead(CacheStep step) {
    return dead.getOrDefault(step.party(), Set.of());
  }

  /// The caches among which the slots are to be divided: those agreed on that are not known dead.
  List<CacheIdentity> candidates(CacheStep step) {
    return agreed(views(step)).stream().filter(it -> !dead(step).contains(it.address())).toList();
  }

  /// Who may be designated: the lowest candidate; when that is foreign to the cluster and no router
  /// shows a table of its making, the lowest member may stand in.
  Set<InetAddress> designable(CacheStep step) {
    var may = new HashSet<InetAddress>();
    var candidates = candidates(step).stream().map(CacheIdentity::address).toList();
    candidates.stream().limit(1).forEach(may::add);
    boolean assigns =
        views(step).stream()
            .flatMap(it -> it.view().key().stream())
            .anyMatch(it -> may.contains(it.designated()));
    if (plan.knowledge().cluster() && !assigns && !members.containsAll(may)) {
      candidates.stream().filter(members::contains).limit(1).forEach(may::add);
    }
    return may;
  }

  /// The caches that every one of these views lists, in the order of their addresses.
  static List<CacheIdentity> agreed(List<Message.ISeeYou> views) {
    var agreed = new ArrayList<CacheIdentity>();
    if (!views.isEmpty()) {
      for (CacheIdentity cache : views.getFirst().view().caches()) {
        boolean everywhere = true;
        for (Message.ISeeYou other : views) {
          everywhere &= lists(other, cache);
        }
        if (everywhere && agreed.stream().noneMatch(it -> it.address().equals(cache.address()))) {
          agreed.add(cache);
        }
      }
    }
    agreed.sort((a, b) -> AddressOrder.UNSIGNED.compare(a.address(), b.address()));
    return agreed;
  }

  private static boolean lists(Message.ISeeYou view, CacheIdentity cache) {
    for (CacheIdentity it : view.view().caches()) {
      if (it.address().equals(cache.address())) {
        return true;
      }
    }
    return false;
  }

  private Map<InetAddress, Sighting> views(CacheParty party) {
    return seen.computeIfAbsent(party, _ -> new HashMap<>());
  }

  private Map<InetAddress, Instant> times(CacheParty party) {
    return heard.computeIfAbsent(party, _ -> new HashMap<>());
  }
}
