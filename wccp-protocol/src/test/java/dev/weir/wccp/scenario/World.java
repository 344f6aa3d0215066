package dev.weir.wccp.scenario;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.cache.CacheEffect;
import dev.weir.wccp.cache.CacheEvent;
import dev.weir.wccp.cache.CacheGroup;
import dev.weir.wccp.cache.CacheMachine;
import dev.weir.wccp.cache.CacheSettings;
import dev.weir.wccp.cache.Version1Cache;
import dev.weir.wccp.codec.Decoded;
import dev.weir.wccp.codec.MessageCodec;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.negotiation.RouterOffer;
import dev.weir.wccp.router.RouterEffect;
import dev.weir.wccp.router.RouterEvent;
import dev.weir.wccp.router.RouterGroup;
import dev.weir.wccp.router.RouterMachine;
import dev.weir.wccp.router.Version1Router;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/// Caches and routers in memory, joined by a network that takes one millisecond and loses what it
/// is told to lose. Messages travel as authenticated octets. Time moves from deadline to deadline.
final class World {
  private static final Instant START = Instant.EPOCH;
  private static final Duration LATENCY = Duration.ofMillis(1);

  /// No more happens at one moment; a machine whose deadline stays in the past would spin.
  private static final int ROUNDS_MAX = 1_000;

  private record Flight(Instant at, long order, String from, String to, String hex) {}

  private MessageCodec codec =
      new MessageCodec(Map.of(ServiceGroup.WEB_CACHE, Security.md5("testing1")));
  private final Map<String, RouterMachine> routers = new LinkedHashMap<>();
  private final Map<String, CacheMachine> caches = new LinkedHashMap<>();
  private final PriorityQueue<Flight> flights =
      new PriorityQueue<>(Comparator.comparing(Flight::at).thenComparingLong(Flight::order));
  private final Set<String> cut = new HashSet<>();
  private final List<Sent> sent = new ArrayList<>();
  private final Transcript transcript;
  private final Duration interval;
  private final Duration offered;
  private Instant now = START;
  private long order;
  private int starts;
  private boolean version1;

  World(Transcript transcript, Duration interval, Duration offered) {
    this.transcript = transcript;
    this.interval = interval;
    this.offered = offered;
  }

  /// From now on everybody who starts speaks WCCP1.
  void speakVersion1() {
    version1 = true;
    codec = MessageCodec.version1();
  }

  void startRouter(String name) {
    routers.put(name, version1 ? version1Router(name) : routerGroup(name));
  }

  private static RouterMachine version1Router(String name) {
    return new Version1Router(new Version1Router.Settings(address(name), _ -> true));
  }

  private RouterMachine routerGroup(String name) {
    return new RouterGroup(
        RouterGroup.Settings.standard(
            ServiceGroup.WEB_CACHE.standardService(),
            address(name),
            RouterOffer.plain(offered, Duration.ofSeconds(10)),
            _ -> true));
  }

  void startCache(String name) {
    var group = version1 ? version1Cache(name) : cacheGroup(name);
    caches.put(name, group);
    carryOut(name, group.on(new CacheEvent.Join(), now));
  }

  private CacheMachine version1Cache(String name) {
    var router = address(routers.keySet().iterator().next());
    return new Version1Cache(
        new Version1Cache.Settings(address(name), router, Version1.VERSION, false), now);
  }

  private CacheMachine cacheGroup(String name) {
    return new CacheGroup(
        CacheSettings.plain(
            ServiceGroup.WEB_CACHE.standardService(),
            address(name),
            100,
            routers.keySet().stream().map(World::address).toList(),
            interval,
            1_000 * ++starts),
        now);
  }

  void stopCache(String name) {
    carryOut(name, cache(name).on(new CacheEvent.Leave(), now));
  }

  /// As kill -9 does: nothing is said.
  void kill(String name) {
    caches.remove(name);
    routers.remove(name);
  }

  /// Loses everything from the one to the other from now on.
  void cut(String from, String to) {
    cut.add(from + ">" + to);
  }

  void heal() {
    cut.clear();
  }

  void run(Duration time) {
    var end = now.plus(time);
    int rounds = 0;
    for (Instant next = nextEvent(); !next.isAfter(end); next = nextEvent()) {
      rounds = next.isAfter(now) ? 0 : rounds + 1;
      if (rounds > ROUNDS_MAX) {
        throw new AssertionError("a deadline at " + next + " is not met at " + now);
      }
      now = next.isAfter(now) ? next : now;
      while (!flights.isEmpty() && !flights.peek().at().isAfter(now)) {
        deliver(flights.remove());
      }
      passDeadlines();
    }
    now = end;
  }

  /// What each router redirects by: buckets per cache.
  String assignments() {
    var lines = new ArrayList<String>();
    routers.forEach((name, group) -> {
      var shares = new TreeMap<String, Integer>();
      group.snapshot().assignment().shares().forEach((c, s) -> shares.put(name(c), s.size()));
      lines.add("assignment " + name + ": " + (shares.isEmpty() ? "none" : shares));
    });
    return String.join("\n", lines);
  }

  Assignment assignment(String router) {
    var group = routers.get(router);
    return group == null ? HashAssignment.NONE : group.snapshot().assignment();
  }

  Duration time() {
    return Duration.between(START, now);
  }

  /// Everything that anybody has sent, lost or not.
  List<Sent> sent() {
    return List.copyOf(sent);
  }

  private Instant nextEvent() {
    var next = flights.isEmpty() ? Instant.MAX : flights.peek().at();
    for (RouterMachine router : routers.values()) {
      next = router.nextDeadline().isBefore(next) ? router.nextDeadline() : next;
    }
    for (CacheMachine cache : caches.values()) {
      next = cache.nextDeadline().isBefore(next) ? cache.nextDeadline() : next;
    }
    return next;
  }

  private void passDeadlines() {
    for (String name : List.copyOf(routers.keySet())) {
      var router = routers.get(name);
      if (router != null && !router.nextDeadline().isAfter(now)) {
        carryOutOfRouter(name, router.on(new RouterEvent.DeadlinePassed(), now));
      }
    }
    for (String name : List.copyOf(caches.keySet())) {
      if (!cache(name).nextDeadline().isAfter(now)) {
        carryOut(name, cache(name).on(new CacheEvent.DeadlinePassed(), now));
      }
    }
  }

  private CacheMachine cache(String name) {
    var group = caches.get(name);
    if (group == null) {
      throw new IllegalArgumentException("no cache " + name);
    }
    return group;
  }

  private void deliver(Flight flight) {
    if (!(codec.decode(HexFormat.of().parseHex(flight.hex()))
        instanceof Decoded.Accepted(Message message))) {
      throw new AssertionError("our own message does not decode");
    }
    var router = routers.get(flight.to());
    var cache = caches.get(flight.to());
    if (router != null) {
      carryOutOfRouter(
          flight.to(),
          router.on(
              new RouterEvent.Received(message, address(flight.from()), address(flight.to())),
              now));
    } else if (cache != null) {
      carryOut(
          flight.to(), cache.on(new CacheEvent.Received(message, address(flight.from())), now));
    }
  }

  private void carryOut(String cache, List<CacheEffect> effects) {
    for (CacheEffect effect : effects) {
      switch (effect) {
        case CacheEffect.Send(Message message, InetAddress to) -> send(cache, to, message);
        case CacheEffect.Numbered _ -> {}
        default -> transcript.event(time(), cache, effect.toString());
      }
    }
  }

  private void carryOutOfRouter(String router, List<RouterEffect> effects) {
    for (RouterEffect effect : effects) {
      switch (effect) {
        case RouterEffect.Send(Message message, InetAddress to) -> send(router, to, message);
        case RouterEffect.RoutersReported(var routers, int change) ->
            transcript.reported(time(), router, routers, change);
        default -> transcript.event(time(), router, effect.toString());
      }
    }
  }

  private void send(String from, InetAddress to, Message message) {
    boolean lost = cut.contains(from + ">" + name(to));
    String hex = HexFormat.of().formatHex(codec.encode(message));
    sent.add(
        new Sent(message.wireName() + " of " + from + " at " + time(), address(from), to, hex));
    transcript.message(time(), from, name(to), message, lost);
    if (!lost) {
      flights.add(new Flight(now.plus(LATENCY), order++, from, name(to), hex));
    }
  }

  /// r1 is 192.0.2.1, c1 is 192.0.2.11.
  static InetAddress address(String name) {
    int number = Integer.parseInt(name.substring(1)) + (name.startsWith("c") ? 10 : 0);
    try {
      return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) number});
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static String name(InetAddress address) {
    int last = address.getAddress()[3];
    return last > 10 ? "c" + (last - 10) : "r" + last;
  }
}
