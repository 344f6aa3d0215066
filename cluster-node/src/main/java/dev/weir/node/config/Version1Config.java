package dev.weir.node.config;

import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.Distribution;
import dev.weir.wccp.negotiation.Transport;
import java.util.Map;
import java.util.TreeMap;

/// The `wccp.v1` section: what differs between routers that speak version 1 of WCCP.
///
/// `number` is the version number in the messages, 3 or 4. With `sendsHistoryFlag` a node tells
/// what it owned before, marked by the U flag; routers get along without it (§2.4).
public record Version1Config(int number, boolean sendsHistoryFlag) {
  /// What is in force when the section is not written.
  public static final Version1Config DEFAULTS = new Version1Config(4, false);

  private static final Map<String, Integer> NUMBERS =
      new TreeMap<>(Map.of("3", 3, "4", 4)).descendingMap();

  static Version1Config read(SectionReader section) {
    return new Version1Config(
        section
            .key(
                "number",
                Values.oneOf(NUMBERS),
                "The version number in messages of version 1; 3 for routers before IOS 11.3.")
            .or(DEFAULTS.number),
        section
            .key(
                "send-u",
                Values.flag(),
                "Tell routers of version 1 what this node owned before, with the U flag.")
            .or(DEFAULTS.sendsHistoryFlag));
  }

  /// Version 1 knows one router, one service, one way of everything, and no password (§1).
  static void check(WccpConfig wccp, SectionReader section) {
    if (wccp.version() != WccpConfig.Version.ONE) {
      if (section.has("v1")) {
        section.warn("v1", "only version 1 reads it", "remove it, or write version: 1");
      }
      return;
    }
    if (wccp.routers().size() > 1) {
      section.refuse(
          "routers",
          "version 1 knows one router, and here are " + wccp.routers().size(),
          "keep one, or write version: auto");
    }
    var services = wccp.services();
    boolean password =
        wccp.password().isPresent()
            || services.stream().anyMatch(service -> service.password().isPresent());
    boolean other = services.stream().anyMatch(it -> !it.group().equals(ServiceGroup.WEB_CACHE));
    refuse(wccp.multicast().isPresent(), section, "multicast", "one router, by its own address");
    refuse(password, section, "password", "messages that nobody signs");
    refuse(!wccp.interval().equals(WccpConfig.INTERVAL), section, "interval", "10s");
    written(!wccp.forwarding().contains(Transport.GRE), section, "forwarding", "gre");
    written(!wccp.packetReturn().contains(Transport.GRE), section, "return", "gre");
    written(!wccp.assignment().contains(Distribution.HASH), section, "assignment", "hash");
    refuse(wccp.weight() != WccpConfig.WEIGHT, section, "weight", "equal shares");
    refuse(other, section, "services", "web-cache");
  }

  /// What a profile presets is refused with the profile.
  private static void written(boolean wrong, SectionReader section, String key, String has) {
    refuse(wrong && section.has(key), section, key, has);
  }

  private static void refuse(boolean wrong, SectionReader section, String key, String has) {
    if (wrong) {
      section.refuse(key, "version 1 has only " + has, "remove it, or write version: auto");
    }
  }
}
