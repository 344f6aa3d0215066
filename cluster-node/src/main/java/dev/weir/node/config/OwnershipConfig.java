package dev.weir.node.config;

import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.wccp.message.ServiceGroup;

/// The `ownership` section: which node stores a URL.
public record OwnershipConfig(By by, ServiceGroup group) {

  /// What decides the bucket of a URL.
  public enum By {
    /// A host has a home, where the routers bring its packets; a hop is seldom needed.
    DESTINATION,
    /// The whole URL, for clusters without routers: a hop is needed for most requests.
    URL
  }

  /// What is in force when the section is not written.
  public static final OwnershipConfig DEFAULTS =
      new OwnershipConfig(By.DESTINATION, ServiceGroup.WEB_CACHE);

  static OwnershipConfig read(SectionReader section) {
    return new OwnershipConfig(
        section
            .key(
                "by",
                Values.oneOf(By.class),
                "What decides the bucket of a URL: where the routers bring its host, or the whole URL.")
            .or(DEFAULTS.by),
        section
            .key(
                "group",
                Values.serviceGroup(),
                "The service group whose table says which node owns a bucket; by the hash of the"
                    + " destination.")
            .or(DEFAULTS.group));
  }
}
