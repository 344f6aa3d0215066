package dev.weir.node.proxy.origin;

import java.time.Duration;

/// How long an origin may take.
///
/// @param connect for a connection
/// @param stall without any progress inside an exchange
/// @param idle how long an unused connection is kept
public record OriginTimes(Duration connect, Duration stall, Duration idle) {}
