package dev.weir.router.admin;

import dev.weir.router.packet.ServiceTraffic;
import java.net.InetAddress;
import java.util.Map;

/// What `show ip wccp` counts of one service (§7.3).
///
/// @param traffic its packets
/// @param sentTo how many of them each cache was sent; one that is not there was sent none
/// @param excluded packets of caches, which no service redirects; one number for all services
/// @param deniedToGroup messages that its group-list has refused
/// @param authenticationFailures messages that named it, with a wrong Security component
public record ServiceCounters(
    ServiceTraffic traffic,
    Map<InetAddress, Long> sentTo,
    long excluded,
    long deniedToGroup,
    long authenticationFailures) {
  /// Keeps a copy.
  public ServiceCounters {
    sentTo = Map.copyOf(sentTo);
  }
}
