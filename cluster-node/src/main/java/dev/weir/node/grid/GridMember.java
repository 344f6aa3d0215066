package dev.weir.node.grid;

import java.net.Inet4Address;
import java.util.UUID;

/// A member of the grid that has proved to be a node of this cluster: `name` is what its
/// configuration calls it, `id` is one start of it.
public record GridMember(Inet4Address address, String name, UUID id, boolean self) {}
