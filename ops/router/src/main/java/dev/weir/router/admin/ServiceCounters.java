package dev.weir.router.admin;

import dev.weir.router.packet.ServiceTraffic;

/// What `show ip wccp` counts of one service (§7.3).
///
/// @param traffic its packets
/// @param excluded packets of caches, which no service redirects; one number for all services
/// @param deniedToGroup messages that its group-list has refused
/// @param authenticationFailures messages with a wrong Security component; one number for all
///   services, since such a message's service is not to be believed
public record ServiceCounters(
    ServiceTraffic traffic, long excluded, long deniedToGroup, long authenticationFailures) {}
