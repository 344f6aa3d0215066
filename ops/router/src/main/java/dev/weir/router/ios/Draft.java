package dev.weir.router.ios;

import dev.weir.router.ios.word.InterfaceName;
import dev.weir.wccp.message.ServiceGroup;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A configuration while its lines are read: each line may change it.
final class Draft {
  private static final int VERSION = 2;

  private Optional<String> hostname = Optional.empty();
  private Optional<Integer> version = Optional.empty();
  private boolean oldSpelling;
  private Optional<InterfaceName> sourceInterface = Optional.empty();
  private int sourceInterfaceLine;
  private boolean checkServicesAll;
  private boolean checkAclOutbound;
  private final Map<ServiceGroup, IosService> services = new LinkedHashMap<>();
  private final Map<InterfaceName, InterfaceDraft> interfaces = new LinkedHashMap<>();
  private final Map<String, AccessListDraft> accessLists = new LinkedHashMap<>();
  private final Map<String, RouteMapDraft> routeMaps = new LinkedHashMap<>();
  private Block block = Block.NONE;

  Block block() {
    return block;
  }

  void enter(Block entered) {
    block = entered;
  }

  void hostname(Optional<String> name) {
    hostname = name;
  }

  void version(Optional<Integer> written) {
    version = written;
  }

  /// A line as version 11.2 wrote it, when WCCP was version 1.
  void oldSpelling() {
    oldSpelling = true;
  }

  void sourceInterface(Optional<InterfaceName> name, int line) {
    sourceInterface = name;
    sourceInterfaceLine = line;
  }

  int sourceInterfaceLine() {
    return sourceInterfaceLine;
  }

  void checkServicesAll(boolean check) {
    checkServicesAll = check;
  }

  void checkAclOutbound(boolean check) {
    checkAclOutbound = check;
  }

  Map<ServiceGroup, IosService> services() {
    return services;
  }

  Map<InterfaceName, InterfaceDraft> interfaces() {
    return interfaces;
  }

  Map<String, AccessListDraft> accessLists() {
    return accessLists;
  }

  Map<String, RouteMapDraft> routeMaps() {
    return routeMaps;
  }

  IosConfig build() {
    return new IosConfig(
        hostname,
        version.orElse(oldSpelling ? 1 : VERSION),
        sourceInterface,
        checkServicesAll,
        checkAclOutbound,
        services.values().stream().toList(),
        interfaces.values().stream().map(InterfaceDraft::build).toList(),
        accessLists.values().stream()
            .collect(Collectors.toMap(AccessListDraft::name, AccessListDraft::build)),
        routeMaps.values().stream()
            .collect(Collectors.toMap(RouteMapDraft::name, RouteMapDraft::build)));
  }
}
