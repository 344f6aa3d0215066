package dev.weir.node.bypass;

import dev.weir.gre.Ipv4Octets;
import dev.weir.gre.bypass.BypassTable;
import dev.weir.node.bypass.sight.Place;
import dev.weir.node.config.bypass.BypassConfig;
import dev.weir.node.config.value.Prefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All rules: those of the configuration, those that came at run time, and those that the node has
/// learnt itself, with the addresses that names have now.
///
/// No clock, no resolver: time is passed in, and so are addresses. Confined to one thread at a
/// time.
public final class BypassRules {
  /// The most rules at run time.
  public static final int RUNTIME_MAX = 4_096;

  /// The most names, those of the configuration included.
  public static final int NAMES_MAX = 512;

  /// The most addresses of one name; further ones are not spared.
  public static final int ADDRESSES_MAX = 64;

  private List<BypassRule> configured;
  private final Map<Target, BypassRule> runtime = new LinkedHashMap<>();
  private final LearnedRules learned;
  private final Map<String, Set<Inet4Address>> addresses = new TreeMap<>();

  /// What is written in the configuration.
  public BypassRules(BypassConfig config) {
    this.configured = configured(config);
    this.learned = new LearnedRules(config.dynamic().max());
  }

  private static List<BypassRule> configured(BypassConfig config) {
    return Stream.of(
            config.clients().stream().map(Target.Client::new),
            config.origins().stream().map(Target.Origin::new),
            config.hosts().stream().map(Target.Host::new),
            config.ports().stream().map(Target.Port::new))
        .flatMap(targets -> targets.map(BypassRule::configured))
        .toList();
  }

  /// Puts what another configuration says in the place of what the one before said. What came at
  /// run time or was learnt stays.
  public void configure(BypassConfig config) {
    configured = configured(config);
    addresses.keySet().retainAll(names());
  }

  /// Adds a rule at run time; one with the same target is replaced. False when there are too many.
  public boolean add(BypassRule rule) {
    boolean known = runtime.containsKey(rule.target());
    boolean oneNameTooMany =
        rule.target() instanceof Target.Host(String name)
            && !names().contains(name)
            && names().size() >= NAMES_MAX;
    if (!known && (runtime.size() >= RUNTIME_MAX || oneNameTooMany)) {
      return false;
    }
    runtime.put(rule.target(), rule);
    return true;
  }

  /// Adds a rule that was learnt from a client's connection, or by another member; an older one may
  /// have to go.
  public void learn(BypassRule rule, Optional<Inet4Address> client) {
    learned.put(rule, client);
  }

  /// Removes a rule that came at run time or was learnt; empty when there is none.
  public Optional<BypassRule> remove(Target target) {
    var removed = Optional.ofNullable(runtime.remove(target));
    addresses.keySet().retainAll(names());
    Optional<BypassRule> unlearned = learned.remove(target);
    return removed.or(() -> unlearned);
  }

  /// Whether the configuration has this rule.
  public boolean isConfigured(Target target) {
    return configured.stream().anyMatch(rule -> rule.target().equals(target));
  }

  /// Removes the learnt rules whose time is over; whether there were any.
  public boolean forget(Instant now) {
    return learned.expire(now);
  }

  /// Removes the rules whose time is over, but for learnt ones.
  public List<BypassRule> expire(Instant now) {
    List<BypassRule> over =
        runtime.values().stream()
            .filter(rule -> rule.until().filter(until -> !now.isBefore(until)).isPresent())
            .toList();
    over.forEach(rule -> runtime.remove(rule.target()));
    addresses.keySet().retainAll(names());
    return over;
  }

  /// The names whose addresses matter.
  public Set<String> names() {
    return Stream.concat(configured.stream(), runtime.values().stream())
        .map(BypassRule::target)
        .flatMap(
            target -> target instanceof Target.Host(String name) ? Stream.of(name) : Stream.empty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Takes what a name was found to be; whether that changes anything.
  public boolean resolved(String name, Collection<? extends InetAddress> found) {
    if (!names().contains(name)) {
      return false;
    }
    Set<Inet4Address> ipv4 =
        found.stream()
            .filter(Inet4Address.class::isInstance)
            .map(Inet4Address.class::cast)
            .limit(ADDRESSES_MAX)
            .collect(Collectors.toUnmodifiableSet());
    return !ipv4.equals(addresses.put(name, ipv4));
  }

  /// The addresses of a name; none before it was resolved.
  public Set<Inet4Address> addressesOf(String name) {
    return addresses.getOrDefault(name, Set.of());
  }

  /// Every rule: those of the configuration, those that came, those that were learnt.
  public List<BypassRule> all() {
    var all = new ArrayList<>(configured);
    all.addAll(runtime.values());
    all.addAll(learned.all());
    return List.copyOf(all);
  }

  /// The rules as the packet path looks them up.
  public BypassTable table() {
    var table = new BypassTable.Builder();
    for (BypassRule rule : all()) {
      switch (rule.target()) {
        case Target.Client(Prefix prefix) ->
            table.client(Ipv4Octets.toInt(prefix.network()), prefix.length());
        case Target.Origin(Prefix prefix) ->
            table.origin(Ipv4Octets.toInt(prefix.network()), prefix.length());
        case Target.Host(String name) ->
            addressesOf(name)
                .forEach(address -> table.origin(Ipv4Octets.toInt(address), Integer.SIZE));
        case Target.Single(Place(Inet4Address address, int port)) ->
            table.place(Ipv4Octets.toInt(address), port);
        case Target.Pair(Inet4Address client, Place(Inet4Address address, int port)) ->
            table.pair(Ipv4Octets.toInt(client), Ipv4Octets.toInt(address), port);
        case Target.Port(int number) -> table.port(number);
      }
    }
    return table.build();
  }
}
