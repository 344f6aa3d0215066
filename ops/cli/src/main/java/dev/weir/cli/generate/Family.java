package dev.weir.cli.generate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// A family of routers that write the same thing in the same words.
enum Family {
  /// IOS 12.1 and later, version 2 of WCCP, or version 1 where the file says so.
  IOS,
  /// IOS 11.2 to 12.0: version 1 and nothing else.
  IOS_11,
  /// IOS XE: version 2 only.
  IOS_XE,
  /// Nexus 7000: L2 and mask.
  NX_OS,
  /// ASA: GRE and hash, one router, clients and caches behind the same interface.
  ASA,
  /// FortiGate.
  FORTIOS,
  /// Any IOS that has no WCCP: a route-map that sends packets to the first cache that is reachable.
  POLICY_ROUTING;

  /// How it is written, such as `ios-xe`.
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// All of them in one line.
  static String words() {
    return Arrays.stream(values()).map(Family::word).collect(Collectors.joining(", "));
  }

  /// Reads one; an [IllegalArgumentException] names them all.
  static Family of(String word) {
    return Arrays.stream(values())
        .filter(it -> it.word().equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("\"" + word + "\" is not one of " + words()));
  }

  /// Why this family cannot do what the plan wants; empty: it can.
  Optional<String> refusal(Plan plan) {
    boolean dynamic = plan.services().stream().anyMatch(it -> !it.isWebCache());
    return switch (this) {
      case IOS_11 ->
          dynamic
              ? Optional.of("version 1 knows web-cache alone: remove the others from wccp.services")
              : plan.services().stream().anyMatch(it -> it.password().isPresent())
                  ? Optional.of("version 1 has no passwords: remove wccp.password")
                  : Optional.empty();
      case IOS_XE, NX_OS, FORTIOS, ASA ->
          plan.version() == 1
              ? Optional.of("it speaks version 2 alone: write wccp.version: auto")
              : this == ASA && plan.multicast().isPresent()
                  ? Optional.of("it has no multicast: write its address into wccp.routers")
                  : this == FORTIOS && plan.caches().size() > FortiLines.CACHES_MAX
                      ? Optional.of("it knows four caches, and here are " + plan.caches().size())
                      : Optional.empty();
      case IOS, POLICY_ROUTING -> Optional.empty();
    };
  }

  /// The interfaces' names where nobody gave others: clients, caches, origins.
  List<String> interfaces() {
    return switch (this) {
      case IOS, IOS_XE, POLICY_ROUTING ->
          List.of("GigabitEthernet0/1", "GigabitEthernet0/2", "GigabitEthernet0/3");
      case IOS_11 -> List.of("Ethernet0", "Ethernet1", "Serial0");
      case NX_OS -> List.of("Vlan10", "Vlan20", "Vlan30");
      case ASA -> List.of("inside", "inside", "outside");
      case FORTIOS -> List.of("port1", "port2", "wan1");
    };
  }

  /// The whole text.
  String lines(Plan plan) {
    return switch (this) {
      case IOS, IOS_XE -> CiscoLines.of(plan, this);
      case IOS_11 -> CiscoLines.old(plan);
      case POLICY_ROUTING -> CiscoLines.routeMap(plan);
      case NX_OS -> NexusLines.of(plan);
      case ASA -> AsaLines.of(plan);
      case FORTIOS -> FortiLines.of(plan);
    };
  }
}
