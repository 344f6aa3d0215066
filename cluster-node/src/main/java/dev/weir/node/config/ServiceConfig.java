package dev.weir.node.config;

import dev.weir.node.config.value.Secret;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.node.config.yaml.ValueType;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.ServiceGroup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One service group that this node joins: the well-known web-cache, or a dynamic one, which the
/// caches that join describe (§3.2).
///
/// @param description what its messages say of it
/// @param password authenticates its messages; empty for that of the `wccp` section
public record ServiceConfig(Component.Service description, Optional<Secret> password) {
  /// TCP to port 80, by the hash of the destination address.
  public static final ServiceConfig WEB_CACHE =
      new ServiceConfig(ServiceGroup.WEB_CACHE.standardService(), Optional.empty());

  private static final int DYNAMIC_LEAST = 51;
  private static final int TCP = 6;
  private static final int PORTS_DEFINED = 0x0010;
  private static final int PORTS_ARE_SOURCES = 0x0020;
  private static final int ALTERNATE = 8;
  private static final int HASHED = 0x000f;
  private static final int DESTINATION_ADDRESS = 0x0002;
  private static final int PRIORITY = 100;
  private static final int PASSWORD_WISE = 6;
  private static final ValueType<Integer> HASHES =
      Values.oneOf(
          new TreeMap<>(
              Map.of(
                  "source-address", 0x0001,
                  "destination-address", 0x0002,
                  "source-port", 0x0004,
                  "destination-port", 0x0008)));

  /// The service group.
  public ServiceGroup group() {
    return description.group();
  }

  /// The TCP ports whose packets it brings.
  public List<Integer> ports() {
    return group().equals(ServiceGroup.WEB_CACHE) ? List.of(80) : description.ports();
  }

  /// Whether its ports are those that packets come from.
  public boolean portsAreSources() {
    return (description.flags() & PORTS_ARE_SOURCES) != 0;
  }

  /// Whether where a packet goes decides alone who gets it.
  public boolean byDestination() {
    return group().equals(ServiceGroup.WEB_CACHE)
        || (!portsAreSources() && (description.flags() & HASHED) == DESTINATION_ADDRESS);
  }

  static ServiceConfig read(SectionReader section) {
    var name =
        section
            .key(
                "name",
                Values.oneOf(Map.of(ServiceGroup.WEB_CACHE.displayName(), ServiceGroup.WEB_CACHE)),
                "Which well-known service; `- web-cache` is short for it.")
            .optional();
    var id =
        section.key("id", Values.integer(DYNAMIC_LEAST, 255), "Or which dynamic one.").optional();
    if (name.isPresent() == id.isPresent()) {
      section.refuse(
          id.isPresent() ? "id" : "name",
          id.isPresent() ? "name is written, too" : "missing",
          "write either web-cache or id: 51 to 255");
    }
    var password =
        section
            .key(
                "password",
                Values.secret(1, PASSWORD_WISE, Security.PASSWORD_OCTETS_MAX),
                "The password of this group, when it is not that of the others.")
            .optional();
    var described = describe(section, id.orElse(DYNAMIC_LEAST));
    return new ServiceConfig(
        id.isPresent() ? described : ServiceGroup.WEB_CACHE.standardService(), password);
  }

  private static Component.Service describe(SectionReader section, int id) {
    var ports =
        section
            .key("ports", Values.list(Values.port(), 1, 8), "The TCP ports it brings.")
            .or(List.of());
    section
        .key("protocol", Values.oneOf(Map.of("tcp", TCP), "udp"), "The protocol it brings.")
        .or(TCP);
    int side =
        section
            .key(
                "ports-of",
                Values.oneOf(new TreeMap<>(Map.of("destination", 0, "source", PORTS_ARE_SOURCES))),
                "Whether these are the ports that packets go to or come from.")
            .or(0);
    int priority =
        section
            .key("priority", Values.integer(0, 255), "Services of a higher one are asked first.")
            .or(PRIORITY);
    int hash = section.key("hash", HASHES, "What the bucket is computed from.").or(0x0002);
    int alternate =
        section
            .key("alternate-hash", HASHES, "And from what for a bucket that is overloaded.")
            .optional()
            .orElse(0);
    if (section.has("id") && ports.isEmpty()) {
      section.refuse("ports", "missing", "write the ports, such as ports: [8080]");
    }
    if (!section.has("id") && section.has("ports")) {
      section.refuse("ports", "web-cache is port 80, always", "remove it, or write an id");
    }
    return new Component.Service(
        new ServiceGroup(ServiceGroup.Type.DYNAMIC, id),
        priority,
        TCP,
        hash | alternate << ALTERNATE | PORTS_DEFINED | side,
        ports);
  }
}
