package dev.weir.wccp.router;

import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.Agreement;
import dev.weir.wccp.negotiation.Distribution;
import dev.weir.wccp.negotiation.Timers;
import java.util.Optional;

/// What the caches of a group have in common: the description of a dynamic service (§3.2), and the
/// choice of methods and timers (§3.10).
///
/// The first cache that becomes usable settles both; with the last they are forgotten. Confined to
/// its [RouterGroup].
final class Terms {
  /// Of the service flags those that say what the list of ports means.
  private static final int PORT_FLAGS = 0x0030;

  private final RouterGroup.Settings settings;
  private Optional<Component.Service> described = Optional.empty();
  private Optional<Agreement> agreed = Optional.empty();

  Terms(RouterGroup.Settings settings) {
    this.settings = settings;
  }

  Timers timers() {
    return agreed.map(Agreement::timers).orElse(Timers.DEFAULT);
  }

  Distribution distribution() {
    return agreed.map(Agreement::distribution).orElse(Distribution.HASH);
  }

  Optional<Agreement> agreed() {
    return agreed;
  }

  Optional<Component.Service> described() {
    return described;
  }

  /// The service as a message tells it to a cache that describes it like this: before a description
  /// is learnt a dynamic service is whatever the cache says.
  Component.Service service(Component.Service told) {
    return dynamic() ? described.orElse(told) : settings.group().standardService();
  }

  /// Whether a cache means another service than the group, or than the operator (§4.4 step 6).
  boolean conflicts(Component.Service told) {
    return dynamic()
        && (settings.expected().filter(it -> !samePackets(it, told)).isPresent()
            || described.filter(it -> !same(it, told)).isPresent());
  }

  /// What a cache and we agree on; empty when its choice is not acceptable (§4.4 step 8). A cache
  /// that is alone may choose again.
  Optional<Agreement> accept(Member.Greeting greeting, boolean alone) {
    return settings
        .offer()
        .accept(
            greeting.message().capabilities(),
            alone ? Optional.empty() : agreed,
            settings.neighbour().test(greeting.cache()));
  }

  /// A usable cache has chosen. Tells the description when this is the cache to learn it from.
  Optional<Component.Service> settle(Component.Service told, Agreement agreement) {
    agreed = Optional.of(agreement);
    if (!dynamic() || described.isPresent()) {
      return Optional.empty();
    }
    described = Optional.of(told);
    return described;
  }

  /// Forgets everything; tells the description that was in force.
  Optional<Component.Service> forget() {
    var forgotten = described;
    described = Optional.empty();
    agreed = Optional.empty();
    return forgotten;
  }

  private boolean dynamic() {
    return settings.group().type() == ServiceGroup.Type.DYNAMIC;
  }

  private boolean same(Component.Service one, Component.Service other) {
    return one.protocol() == other.protocol()
        && one.flags() == other.flags()
        && one.ports().equals(other.ports())
        && (one.priority() == other.priority() || !settings.priorityConflicts());
  }

  private static boolean samePackets(Component.Service one, Component.Service other) {
    return one.protocol() == other.protocol()
        && (one.flags() & PORT_FLAGS) == (other.flags() & PORT_FLAGS)
        && one.ports().equals(other.ports());
  }
}
