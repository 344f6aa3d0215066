package dev.weir.node.ownership;

import java.net.Inet4Address;
import java.time.Instant;
import java.util.Optional;

/// One bucket in an epoch: who owns it, who did before, and the number of the epoch in which this
/// tenure began, at `since`.
public record Holding(
    Inet4Address owner, Optional<Inet4Address> before, long tenure, Instant since) {}
