package dev.weir.node.config;

import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import java.net.Inet4Address;

/// The `node` section: who this node is.
///
/// `address` is the WCCP address: identity towards routers and members, and source of what we send.
public record IdentityConfig(String name, Inet4Address address) {

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
                .required());
    if (config.address.isAnyLocalAddress() || config.address.isMulticastAddress()) {
      section.refuse(
          "address",
          config.address.getHostAddress() + " is not the address of one node",
          "write the address that the routers reach this node at");
    }
    return config;
  }
}
