package dev.weir.wccp.scenario;

import dev.weir.wccp.message.Message;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which address leads to whom, and what is lost or late on the way. Everything else takes one
/// millisecond.
final class Wires {
  private static final Duration LATENCY = Duration.ofMillis(1);

  private final Map<String, String> owners = new LinkedHashMap<>();
  private final Map<String, String> sources = new HashMap<>();
  private final Map<String, InetAddress> groups = new LinkedHashMap<>();
  private final Map<String, Duration> delays = new HashMap<>();
  private final Set<String> cut = new HashSet<>();

  /// Connects a router or a cache by its addresses, and to its group.
  void connect(String name, Qualities qualities) {
    owners.put(name, name);
    qualities.also().ifPresent(address -> owners.put(address, name));
    qualities.from().ifPresent(address -> sources.put(name, address));
    qualities.group().ifPresent(group -> groups.put(name, group));
  }

  /// Every address of the routers.
  List<InetAddress> routers() {
    return owners.keySet().stream().filter(it -> it.startsWith("r")).map(World::address).toList();
  }

  /// Who has the address of this name.
  String owner(String address) {
    return owners.getOrDefault(address, address);
  }

  /// The address that somebody's messages come from.
  InetAddress source(String name) {
    return World.address(sources.getOrDefault(name, name));
  }

  /// The names of the addresses that a message gets to. One to a group is of interest to those on
  /// the other side only.
  List<String> receivers(String from, InetAddress to) {
    if (!to.isMulticastAddress()) {
      return List.of(World.name(to));
    }
    return groups.entrySet().stream()
        .filter(it -> it.getValue().equals(to) && it.getKey().charAt(0) != from.charAt(0))
        .map(Map.Entry::getKey)
        .toList();
  }

  boolean loses(String from, String to, Message message) {
    String way = way(from, to);
    return cut.contains(way) || cut.contains(way + " " + message.wireName());
  }

  Duration latency(String from, String to) {
    return delays.getOrDefault(way(from, to), LATENCY);
  }

  /// Loses everything from the one to the other from now on, or what is of this kind.
  void cut(String from, String to, List<String> kind) {
    cut.add(kind.isEmpty() ? way(from, to) : way(from, to) + " " + kind.getFirst());
  }

  void delay(String from, String to, Duration time) {
    delays.put(way(from, to), time);
  }

  void heal() {
    cut.clear();
    delays.clear();
  }

  private static String way(String from, String to) {
    return from + ">" + to;
  }
}
