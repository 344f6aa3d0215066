package dev.weir.router.admin;

import dev.weir.router.packet.ServiceTraffic;

/// What `show ip wccp` counts of one service (§7.3).
///
/// @param traffic its packets
/// @param excluded packets of caches, which no service redirects; one number for all services
/// @param deniedToGroup messages that its group-list has refused
/// @param authenticationFailures messages that named it, with a wrong Security component
public record ServiceCounters(
    ServiceTraffic traffic, long excluded, long deniedToGroup, long authenticationFailures) {}
