package dev.weir.node.health;

import java.time.Duration;
import java.time.Instant;

/// What the health thread sees four times a second.
///
/// @param loopDelay how late tasks run: on the event loop that is worst off, or on the health
///   thread
/// @param selfTest how long the self-test took last, or has been taking
public record Pulse(Instant at, Duration loopDelay, Duration selfTest) {}
