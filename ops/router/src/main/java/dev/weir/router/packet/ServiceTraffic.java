package dev.weir.router.packet;

/// How many packets of one service met which fate since the start (`show ip wccp`, §7.3).
///
/// @param redirected sent to a cache
/// @param denied forwarded, because the redirect list denies them
/// @param unassigned forwarded, because no cache takes them
/// @param dropped not forwarded, because no cache takes them and the service is closed
/// @param bypassed returned by a cache, and forwarded (§6.4)
public record ServiceTraffic(
    long redirected, long denied, long unassigned, long dropped, long bypassed) {}
