package dev.weir.node.peer;

import java.net.Inet4Address;

/// That a name server has named this address for a host.
///
/// @param host lower case
public record HostAnswer(String host, Inet4Address address) {}
