package dev.weir.node.doctor;

/// A hop at which packets are lost, and why.
public record Finding(Check check, Cause cause) {}
