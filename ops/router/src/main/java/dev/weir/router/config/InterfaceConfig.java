package dev.weir.router.config;

import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.node.config.yaml.ValueType;
import dev.weir.router.acl.AccessList;
import dev.weir.router.acl.RouteMap;
import dev.weir.wccp.message.ServiceGroup;
import java.util.List;
import java.util.Optional;

/// What the router does with packets that come in or go out on one interface (§7.3).
///
/// @param redirectIn the services whose packets coming in are redirected
/// @param redirectOut the services whose packets going out are redirected
/// @param redirectExcludeIn never redirect what comes in here: the caches' side
/// @param groupListen the services whose multicast group address is joined here
/// @param lists what is let through, and what is routed by policy
public record InterfaceConfig(
    List<ServiceGroup> redirectIn,
    List<ServiceGroup> redirectOut,
    boolean redirectExcludeIn,
    List<ServiceGroup> groupListen,
    Lists lists) {
  private static final int SERVICES_MAX = 8;
  private static final ValueType<List<ServiceGroup>> SERVICES =
      Values.list(new ServiceName(), 0, SERVICES_MAX);

  /// Nothing is redirected.
  public static final InterfaceConfig NONE =
      new InterfaceConfig(List.of(), List.of(), false, List.of(), Lists.NONE);

  /// The lists of an interface; each may be absent.
  ///
  /// @param in what may come in
  /// @param out what may go out, if the machine forwards it
  /// @param policy where packets that come in go instead of where the routes say
  public record Lists(
      Optional<AccessList> in, Optional<AccessList> out, Optional<RouteMap> policy) {
    /// No list at all: every packet, by the routes.
    public static final Lists NONE =
        new Lists(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// Keeps copies.
  public InterfaceConfig {
    redirectIn = List.copyOf(redirectIn);
    redirectOut = List.copyOf(redirectOut);
    groupListen = List.copyOf(groupListen);
  }

  static InterfaceConfig read(String name, SectionReader section) {
    var config =
        new InterfaceConfig(
            services(section, "redirect-in", "Services whose packets coming in are redirected."),
            services(section, "redirect-out", "Services whose packets going out are redirected."),
            section
                .key(
                    "redirect-exclude-in",
                    Values.flag(),
                    "Never redirect what comes in here: the interface towards the caches.")
                .or(false),
            services(section, "group-listen", "Services whose group-address is joined here."),
            new Lists(
                ServiceLists.rules(section, "access-in", "Packets that may come in; empty: all."),
                ServiceLists.rules(section, "access-out", "Packets that may go out; empty: all."),
                PolicyClause.read(name, section)));
    if (config.redirectExcludeIn() && !config.redirectIn().isEmpty()) {
      section.refuse(
          "redirect-exclude-in",
          "this interface is also to redirect",
          "keep redirect-in towards clients, redirect-exclude-in towards caches");
    }
    return config;
  }

  private static List<ServiceGroup> services(SectionReader section, String key, String sentence) {
    return section.key(key, SERVICES, sentence).or(List.of());
  }
}
