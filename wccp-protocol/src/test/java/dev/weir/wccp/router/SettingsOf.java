package dev.weir.wccp.router;

import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.Profile;
import dev.weir.wccp.negotiation.RouterOffer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// The settings of a router, one deviation from the standard at a time.
record SettingsOf(RouterGroup.Settings plain) {
  /// Offers every method and no choice of timers, as LOG12's router did.
  static SettingsOf web() {
    return of(ServiceGroup.WEB_CACHE, Bench.ROUTER);
  }

  static SettingsOf dynamic() {
    return of(Bench.DYNAMIC, Bench.ROUTER);
  }

  static SettingsOf of(ServiceGroup group, InetAddress router) {
    return new SettingsOf(
        RouterGroup.Settings.standard(
            group.standardService(), router, Profile.FORTIOS.offer(Optional.empty()), _ -> true));
  }

  /// Offers timers from one second to ten, besides.
  SettingsOf fast() {
    return offering(
        Profile.FORTIOS.offer(
            Optional.of(
                new RouterOffer.TimerRange(Duration.ofSeconds(1), Duration.ofSeconds(10), 5))));
  }

  SettingsOf offering(RouterOffer offer) {
    return with(offer, plain.minorMost(), plain.routerCountMax(), plain.strictRev200());
  }

  SettingsOf profile(Profile profile) {
    return with(
        profile.offer(Optional.empty()),
        plain.minorMost(),
        profile.routerCountMax(),
        plain.strictRev200());
  }

  SettingsOf minor(int most) {
    return with(plain.offer(), most, plain.routerCountMax(), plain.strictRev200());
  }

  SettingsOf strict() {
    return with(plain.offer(), plain.minorMost(), plain.routerCountMax(), true);
  }

  SettingsOf multicast(InetAddress address, long seed) {
    return new SettingsOf(
        new RouterGroup.Settings(
            plain.group(),
            plain.routerId(),
            plain.offer(),
            plain.groupList(),
            plain.neighbour(),
            Optional.of(address),
            plain.expected(),
            plain.minorMost(),
            plain.routerCountMax(),
            plain.priorityConflicts(),
            plain.strictRev200(),
            seed));
  }

  SettingsOf membership(Set<InetAddress> allowed, Set<InetAddress> neighbours) {
    return new SettingsOf(
        new RouterGroup.Settings(
            plain.group(),
            plain.routerId(),
            plain.offer(),
            allowed::contains,
            neighbours::contains,
            plain.groupAddress(),
            plain.expected(),
            plain.minorMost(),
            plain.routerCountMax(),
            plain.priorityConflicts(),
            plain.strictRev200(),
            plain.seed()));
  }

  SettingsOf describing(Optional<Component.Service> expected, boolean priorityConflicts) {
    return new SettingsOf(
        new RouterGroup.Settings(
            plain.group(),
            plain.routerId(),
            plain.offer(),
            plain.groupList(),
            plain.neighbour(),
            plain.groupAddress(),
            expected,
            plain.minorMost(),
            plain.routerCountMax(),
            priorityConflicts,
            plain.strictRev200(),
            plain.seed()));
  }

  Bench bench() {
    return new Bench(plain);
  }

  private SettingsOf with(RouterOffer offer, int minor, int routers, boolean strict) {
    return new SettingsOf(
        new RouterGroup.Settings(
            plain.group(),
            plain.routerId(),
            offer,
            plain.groupList(),
            plain.neighbour(),
            plain.groupAddress(),
            plain.expected(),
            minor,
            routers,
            plain.priorityConflicts(),
            strict,
            plain.seed()));
  }
}
