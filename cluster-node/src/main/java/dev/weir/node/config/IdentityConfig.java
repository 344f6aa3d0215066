package dev.weir.node.config;

import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.net.Inet4Address;
import java.nio.file.Path;

/// The `node` section: who this node is.
///
/// `state` is the folder for what must outlive a restart. `address` is the WCCP address: identity
/// towards routers and members, and source of what we send.
public record IdentityConfig(String name, Inet4Address address, Path state) {
  static final Path STATE = Path.of("/var/lib/weir");

  static IdentityConfig read(SectionReader section) {
    var config =
        new IdentityConfig(
            section
                .key("name", Values.name("cache-1"), "The name of this node in logs and views.")
                .required(),
            section
                .key(
                    "address",
                    Values.address(),
                    "The address of this node: its identity in WCCP and in the cluster, and the"
                        + " source of what it sends.")
                .required(),
            section
                .key(
                    "state",
                    Values.folder(STATE),
                    "The folder for what must outlive a restart, such as change numbers.")
                .or(STATE));
    if (config.address.isAnyLocalAddress() || config.address.isMulticastAddress()) {
      section.refuse(
          "address",
          config.address.getHostAddress() + " is not the address of one node",
          "write the address that the routers reach this node at");
    }
    return config;
  }
}
