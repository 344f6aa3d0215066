package dev.weir.router.config;

import dev.weir.wccp.assignment.BucketOctet;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.Profile;
import java.net.Inet4Address;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The configuration of the smallest router that does something: it diverts what comes in by `rc`
/// to the web cache group.
public final class WebCacheRouter {
  private WebCacheRouter() {}

  /// It speaks this version of WCCP, 1 or 2, and misbehaves on demand or does not.
  public static RouterConfig config(Inet4Address id, int version, boolean faultsOnDemand) {
    return new RouterConfig(
        new RouterSection(
            Optional.of(id),
            version,
            Profile.IOS,
            RouterSection.Checks.NONE,
            false,
            BucketOctet.CISCO),
        Map.of(
            "rc",
            new InterfaceConfig(
                List.of(ServiceGroup.WEB_CACHE),
                List.of(),
                false,
                List.of(),
                InterfaceConfig.Lists.NONE)),
        List.of(
            new ServiceConfig(
                ServiceGroup.WEB_CACHE,
                Optional.empty(),
                ServiceConfig.Mode.OPEN,
                ServiceConfig.Lists.NONE,
                Optional.empty())),
        RouterConfig.TRANSMIT_OFFERED,
        RouterConfig.ADMIN,
        faultsOnDemand);
  }
}
