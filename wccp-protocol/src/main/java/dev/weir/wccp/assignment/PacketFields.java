package dev.weir.wccp.assignment;

import java.net.InetAddress;

/// What of a packet an assignment looks at (§5.1): addresses of one family, and ports, 0–65535.
///
/// Ports that a packet has not, such as those of a fragment, are 0.
public record PacketFields(
    InetAddress source, InetAddress destination, int sourcePort, int destinationPort) {}
