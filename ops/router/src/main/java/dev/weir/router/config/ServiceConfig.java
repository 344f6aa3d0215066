package dev.weir.router.config;

import dev.weir.node.config.value.Secret;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.router.acl.AccessList;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.message.ServiceGroup;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/// One service group that the router serves.
///
/// @param password what authenticates its messages (§3.1); empty for none
/// @param mode what happens to its packets where no cache takes them
/// @param lists what is filtered
/// @param groupAddress the multicast address on which it also listens for caches (§7.3)
public record ServiceConfig(
    ServiceGroup group,
    Optional<Secret> password,
    Mode mode,
    Lists lists,
    Optional<Inet4Address> groupAddress) {

  /// What happens to a packet of the service that no cache takes.
  public enum Mode {
    /// It is forwarded normally (fail open).
    OPEN,
    /// It is dropped (fail closed).
    CLOSED
  }

  /// The access lists of a service; each may be absent.
  ///
  /// @param group the caches that may join
  /// @param redirect the packets of the service that are redirected
  /// @param service the packets that are the service's as long as no cache has described it
  public record Lists(
      Optional<AccessList> group, Optional<AccessList> redirect, Optional<AccessList> service) {
    /// No list at all: every cache, every packet.
    public static final Lists NONE =
        new Lists(Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static final int PASSWORD_WISE = 6;

  /// How messages of this group are authenticated (§3.1).
  public Security security() {
    return password.map(secret -> Security.md5(secret.reveal())).orElse(Security.NONE);
  }

  /// Whether the group-list admits a cache with this source address (§4.4 step 4).
  public boolean admits(InetAddress cache) {
    return lists.group().isEmpty()
        || (cache instanceof Inet4Address ipv4
            && lists.group().get().permitsHost(ServiceLists.bits(ipv4)));
  }

  static ServiceConfig read(SectionReader section) {
    var config =
        new ServiceConfig(
            group(section),
            section
                .key(
                    "password",
                    Values.secret(1, PASSWORD_WISE, Security.PASSWORD_OCTETS_MAX),
                    "Authenticates the group's messages; the same on every router and cache.")
                .optional(),
            section
                .key(
                    "mode",
                    Values.oneOf(Mode.class),
                    "What becomes of packets that no cache takes: open forwards, closed drops.")
                .or(Mode.OPEN),
            ServiceLists.read(section),
            section
                .key(
                    "group-address",
                    Values.address(),
                    "The multicast address on which caches may announce themselves.")
                .optional());
    config.check(section);
    return config;
  }

  private static ServiceGroup group(SectionReader section) {
    Optional<ServiceGroup> name =
        section
            .key(
                "name",
                Values.oneOf(Map.of(ServiceGroup.WEB_CACHE.displayName(), ServiceGroup.WEB_CACHE)),
                "Which well-known service.")
            .optional();
    Optional<Integer> id =
        section
            .key(
                "id",
                Values.integer(ServiceName.DYNAMIC_LEAST, ServiceName.DYNAMIC_MOST),
                "Or which dynamic one; the caches that join describe it.")
            .optional();
    if (name.isPresent() == id.isPresent()) {
      section.refuse(
          id.isPresent() ? "id" : "name",
          id.isPresent() ? "name is written, too" : "missing",
          "write either name: web-cache or id: 51 to 255");
    }
    return id.map(number -> new ServiceGroup(ServiceGroup.Type.DYNAMIC, number))
        .orElse(ServiceGroup.WEB_CACHE);
  }

  private void check(SectionReader section) {
    boolean closedAndDynamic = mode == Mode.CLOSED && group.type() == ServiceGroup.Type.DYNAMIC;
    if (closedAndDynamic && lists.service().isEmpty()) {
      section.refuse(
          "service-list",
          "missing: without it nothing is dropped until a cache describes the service",
          "write the packets to drop, such as [permit tcp any any eq 80]");
    }
    if (!closedAndDynamic && lists.service().isPresent()) {
      section.refuse(
          "service-list", "only a closed dynamic service has one", "remove it, or mode: closed");
    }
    if (groupAddress.isPresent() && !groupAddress.get().isMulticastAddress()) {
      section.refuse("group-address", "not a multicast address", "write one within 224.0.0.0/4");
    }
  }
}
