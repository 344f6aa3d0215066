package dev.weir.wccp.simulation;

/// How a run ended that broke no invariant: `hash` is that of everything that happened.
public record Outcome(Plan plan, long hash, long events) {}
