package dev.weir.gre.rate;

/// What is taken in within a second.
///
/// @param synPerClientNet new connections from clients in one network of 256 addresses
/// @param synPerRouter new connections from one router
/// @param packets packets of all kinds
public record Limits(int synPerClientNet, int synPerRouter, int packets) {}
