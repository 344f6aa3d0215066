package dev.weir.wccp.router;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.message.Capability;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.message.Share;
import dev.weir.wccp.negotiation.Profile;
import dev.weir.wccp.negotiation.RouterOffer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What the words of a scenario mean: the router's first line, addresses, and what caches are like.
///
/// A router is `web-cache` or `dynamic`, and of a profile (`ios`, `catalyst_3750`, `asa`,
/// `fortios`); `fast` offers timers, `minor=0` keeps to 2.00, `strict` is strict-rev200,
/// `group=ADDRESS` listens to multicast, `allow=c1,c2` is a group list, `near=c1` says who is a
/// neighbour, `expect=PORT` is a service list, `password=WORD`, `lengths` shows the octets of
/// messages after their header.
record RouterWords(List<String> words) {
  static RouterWords of(String line) {
    return new RouterWords(Arrays.asList(line.split(" +")));
  }

  boolean lengths() {
    return words.contains("lengths");
  }

  String password() {
    return options(words).getOrDefault("password", "foo");
  }

  RouterGroup.Settings settings() {
    var options = options(words);
    var profile =
        Arrays.stream(Profile.values())
            .filter(it -> words.contains(it.name().toLowerCase(Locale.ROOT)))
            .findFirst()
            .orElse(Profile.FORTIOS);
    var timers =
        words.contains("fast")
            ? Optional.of(
                new RouterOffer.TimerRange(Duration.ofSeconds(1), Duration.ofSeconds(10), 5))
            : Optional.<RouterOffer.TimerRange>empty();
    var allowed = Optional.ofNullable(options.get("allow")).map(RouterWords::literals);
    var near = Optional.ofNullable(options.get("near")).map(RouterWords::literals);
    return new RouterGroup.Settings(
        words.contains("dynamic") ? Bench.DYNAMIC : ServiceGroup.WEB_CACHE,
        Bench.ROUTER,
        profile.offer(timers),
        it -> allowed.isEmpty() || allowed.get().contains(it),
        it -> near.isEmpty() || near.get().contains(it),
        Optional.ofNullable(options.get("group")).map(InetAddress::ofLiteral),
        Optional.ofNullable(options.get("expect")).map(RouterWords::port),
        Integer.parseInt(options.getOrDefault("minor", "1")),
        profile.routerCountMax(),
        !words.contains("any-priority"),
        words.contains("strict"),
        1);
  }

  /// What a cache is like: `mask` or `choosing=1,1,1` (forwarding, assignment, return), `fast` (one
  /// second), `at=c9` (sends from there), `multicast`, `seeing=r2`, `describing=PORT,PRIORITY`,
  /// `minor=1`, `V`, `listing-unheard`, `deaf`, `hearing`, `weight-only`, `no-assignment`.
  static void become(Puppet cache, String word) {
    var option = word.split("=", 2);
    switch (option[0]) {
      case "mask" -> cache.byMask();
      case "choosing" -> choose(cache, option[1].split(","));
      case "fast" -> cache.choosing(1, 1, 1, Capability.TransmitInterval.of(Duration.ofSeconds(1)));
      case "at" -> cache.source = literal(option[1]);
      case "multicast" -> cache.sendsTo = InetAddress.ofLiteral(option[1]);
      case "seeing" -> cache.otherRouters = option.length > 1 ? literals(option[1]) : List.of();
      case "describing" -> cache.service = described(option[1].split(","));
      case "minor" -> cache.minor = Integer.parseInt(option[1]);
      case "listing-unheard" -> cache.listingUnheard();
      case "V" -> cache.asksForHighest = true;
      case "deaf" -> cache.deaf = true;
      case "hearing" -> cache.deaf = false;
      case "weight-only" -> cache.share = new Share.Extended(new Share.WeightOnly(10, 0));
      case "no-assignment" -> cache.share = new Share.None();
      case "hash" -> cache.share = new Share.Hash(BucketSet.EMPTY, 100, 0);
      default -> throw new IllegalArgumentException("no cache is " + word);
    }
  }

  static Map<String, String> options(List<String> words) {
    var options = new LinkedHashMap<String, String>();
    words.stream()
        .filter(it -> it.contains("="))
        .map(it -> it.split("=", 2))
        .forEach(it -> options.put(it[0], it[1]));
    return options;
  }

  /// r1 is 192.0.2.1, c1 is 192.0.2.11.
  static String address(String name) {
    int number = Integer.parseInt(name.substring(1)) + (name.startsWith("c") ? 10 : 0);
    return "192.0.2." + number;
  }

  static InetAddress literal(String name) {
    return InetAddress.ofLiteral(address(name));
  }

  /// c1 for 192.0.2.11; another address as it is.
  static String name(InetAddress address) {
    byte[] octets = address.getAddress();
    int last = octets[octets.length - 1];
    boolean ours = octets[0] == (byte) 192;
    return ours ? last > 10 ? "c" + (last - 10) : "r" + last : address.getHostAddress();
  }

  private static List<InetAddress> literals(String names) {
    return Arrays.stream(names.split(",")).map(RouterWords::literal).toList();
  }

  private static void choose(Puppet cache, String[] bits) {
    cache.choosing(Integer.parseInt(bits[0]), Integer.parseInt(bits[1]), Integer.parseInt(bits[2]));
  }

  private static Component.Service described(String[] words) {
    return new Component.Service(
        Bench.DYNAMIC, Integer.parseInt(words[1]), 6, 0x12, List.of(Integer.parseInt(words[0])));
  }

  private static Component.Service port(String port) {
    return described(new String[] {port, "0"});
  }
}
