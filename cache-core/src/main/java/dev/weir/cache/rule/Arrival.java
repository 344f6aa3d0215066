package dev.weir.cache.rule;

import java.time.Instant;

/// When a response was asked for and when its head came (RFC 9111 §4.2.3 request_time and
/// response_time), by the wall clock.
public record Arrival(Instant requested, Instant received) {}
