package dev.weir.node.grid;

import java.net.Inet4Address;
import java.util.UUID;

/// A member of the grid, as it presents itself. `name` is what its configuration calls it.
public record GridMember(Inet4Address address, String name, UUID id, boolean self) {}
