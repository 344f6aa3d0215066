package dev.weir.router.config;

import dev.weir.node.config.value.Prefix;
import dev.weir.node.config.value.Secret;
import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.node.config.yaml.ValueType;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.message.ServiceGroup;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// One service group that the router serves.
///
/// @param password what authenticates its messages (§3.1); empty for none
/// @param groupList the caches that may join; an empty list admits every cache
public record ServiceConfig(ServiceGroup group, Optional<Secret> password, List<Prefix> groupList) {
  /// The services this version knows by name. Numbers are those of a later one.
  static final ValueType<ServiceGroup> NAMES =
      Values.oneOf(
          Map.of(ServiceGroup.WEB_CACHE.displayName(), ServiceGroup.WEB_CACHE),
          IntStream.rangeClosed(0, 255).mapToObj(Integer::toString).toArray(String[]::new));

  private static final int PASSWORD_WISE = 6;
  private static final int GROUP_LIST_MAX = 256;

  public ServiceConfig {
    groupList = List.copyOf(groupList);
  }

  /// How messages of this group are authenticated (§3.1).
  public Security security() {
    return password.map(secret -> Security.md5(secret.reveal())).orElse(Security.NONE);
  }

  /// Whether the group-list admits a cache with this source address (§4.4 step 4).
  public boolean admits(InetAddress cache) {
    return groupList.isEmpty()
        || (cache instanceof Inet4Address ipv4
            && groupList.stream().anyMatch(prefix -> prefix.contains(ipv4)));
  }

  static ServiceConfig read(SectionReader section) {
    section
        .key("mode", Values.oneOf(Map.of("open", true), "closed"), "Forward without a cache.")
        .or(true);
    section.later("redirect-list");
    return new ServiceConfig(
        section.key("name", NAMES, "Which service group.").required(),
        section
            .key(
                "password",
                Values.secret(1, PASSWORD_WISE, Security.PASSWORD_OCTETS_MAX),
                "Authenticates the group's messages; the same on every router and cache.")
            .optional(),
        section
            .key(
                "group-list",
                Values.list(new AddressOrPrefix(), 0, GROUP_LIST_MAX),
                "Caches that may join; when empty, all may.")
            .or(List.of()));
  }
}
