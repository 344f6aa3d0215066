package dev.weir.wccp.scenario;

import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.cache.CacheGroup;
import dev.weir.wccp.cache.CacheMachine;
import dev.weir.wccp.cache.CacheSettings;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.CachePreferences;
import dev.weir.wccp.negotiation.Distribution;
import dev.weir.wccp.negotiation.RouterOffer;
import dev.weir.wccp.negotiation.Transport;
import dev.weir.wccp.router.RouterGroup;
import dev.weir.wccp.router.RouterMachine;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The words that tell what a router or a cache of a scenario is like; [Script] lists them.
///
/// Without any, a router speaks up to 2.01 and does GRE and hash; a cache speaks 2.00, does GRE and
/// hash, weighs 100 and calls every router there is by an address of its own.
record Qualities(List<String> words) {
  private static final Duration SLOWEST = Duration.ofSeconds(10);

  /// A router that offers intervals from `fastest` on.
  RouterMachine router(String name, Duration fastest) {
    var transport = Set.of(words.contains("l2") ? Transport.L2 : Transport.GRE);
    var timers = new RouterOffer.TimerRange(fastest, SLOWEST, 5);
    return new RouterGroup(
        new RouterGroup.Settings(
            ServiceGroup.WEB_CACHE,
            value("id").map(World::address).orElse(World.address(name)),
            new RouterOffer(transport, Set.of(distribution()), transport, Optional.of(timers)),
            _ -> true,
            _ -> true,
            group(),
            Optional.empty(),
            words.contains("2.00") ? 0 : 1,
            RouterGroup.MEMBER_COUNT_MAX,
            true,
            false,
            World.address(name).getAddress()[3]));
  }

  /// A cache that calls these routers, wants this interval, and has not used this number yet.
  CacheMachine cache(
      String name, List<InetAddress> routers, Duration interval, int number, Instant now) {
    var transports = List.of(Transport.GRE);
    return new CacheGroup(
        new CacheSettings(
            ServiceGroup.WEB_CACHE.standardService(),
            World.address(name),
            value("weight").map(Integer::parseInt).orElse(100),
            group()
                .<CacheSettings.Routers>map(CacheSettings.Routers.Multicast::new)
                .orElseGet(() -> new CacheSettings.Routers.Listed(routers)),
            new CachePreferences(transports, List.of(distribution()), transports, interval),
            MaskSet.Mask.DEFAULT,
            words.contains("2.01") ? 1 : 0,
            CacheSettings.Numbering.from(value("first").map(Integer::parseInt).orElse(number)),
            words.contains("slow-start")),
        now);
  }

  /// The multicast group that it goes by.
  Optional<InetAddress> group() {
    return value("multicast").map(InetAddress::ofLiteral);
  }

  /// A second address that the router has.
  Optional<String> also() {
    return value("also");
  }

  /// The address that its messages come from, if that is not its own.
  Optional<String> from() {
    return value("from");
  }

  /// Whether it is of a make that never assigns.
  boolean idle() {
    return words.contains("idle");
  }

  private Distribution distribution() {
    return words.contains("mask") ? Distribution.MASK : Distribution.HASH;
  }

  private Optional<String> value(String key) {
    return words.stream()
        .filter(it -> it.startsWith(key + "="))
        .map(it -> it.substring(key.length() + 1))
        .findFirst();
  }
}
