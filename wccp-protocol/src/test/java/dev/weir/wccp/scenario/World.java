package dev.weir.wccp.scenario;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.cache.CacheEffect;
import dev.weir.wccp.cache.CacheEvent;
import dev.weir.wccp.cache.CacheMachine;
import dev.weir.wccp.cache.Version1Cache;
import dev.weir.wccp.codec.Decoded;
import dev.weir.wccp.codec.MessageCodec;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.router.RouterEffect;
import dev.weir.wccp.router.RouterEvent;
import dev.weir.wccp.router.RouterMachine;
import dev.weir.wccp.router.Version1Router;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/// Caches and routers in memory, joined by [Wires]. Messages travel as authenticated octets. Time
/// moves from deadline to deadline.
final class World {
  private static final Instant START = Instant.EPOCH;

  /// No more happens at one moment; a machine whose deadline stays in the past would spin.
  private static final int ROUNDS_MAX = 1_000;

  private record Flight(
      Instant at, long order, InetAddress from, InetAddress to, String receiver, String hex) {}

  private record Said(Message message, InetAddress to) {}

  private MessageCodec codec =
      new MessageCodec(Map.of(ServiceGroup.WEB_CACHE, Security.md5("testing1")));
  private final Map<String, RouterMachine> routers = new LinkedHashMap<>();
  private final Map<String, CacheMachine> caches = new LinkedHashMap<>();
  private final PriorityQueue<Flight> flights =
      new PriorityQueue<>(Comparator.comparing(Flight::at).thenComparingLong(Flight::order));
  private final Wires wires = new Wires();
  private final Tables tables = new Tables();
  private final Set<String> idle = new HashSet<>();
  private final Map<String, Said> last = new HashMap<>();
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

  void startRouter(String name, List<String> words) {
    var qualities = new Qualities(words);
    wires.connect(name, qualities);
    routers.put(
        name,
        version1
            ? new Version1Router(new Version1Router.Settings(address(name), _ -> true))
            : qualities.router(name, offered));
  }

  void startCache(String name, List<String> words) {
    var qualities = new Qualities(words);
    wires.connect(name, qualities);
    var addresses = wires.routers();
    caches.put(
        name,
        version1
            ? new Version1Cache(
                new Version1Cache.Settings(
                    address(name), addresses.getFirst(), Version1.VERSION, false),
                now)
            : qualities.cache(name, addresses, interval, 1_000 * ++starts, now));
    if (qualities.idle()) {
      idle.add(name);
    }
    tell(name, new CacheEvent.Join());
  }

  /// From now on it assigns like any other.
  void wake(String cache) {
    idle.remove(cache);
  }

  void tell(String cache, CacheEvent event) {
    carryOut(cache, cache(cache).on(event, now));
  }

  /// As kill -9 does: nothing is said.
  void kill(String name) {
    caches.remove(name);
    routers.remove(name);
  }

  Wires wires() {
    return wires;
  }

  /// Sends once more what of this kind the one last sent to the other.
  void repeat(String from, String to, String kind) {
    var said = last.get(from + ">" + to + " " + kind);
    if (said == null) {
      throw new IllegalArgumentException(from + " has sent no " + kind + " to " + to);
    }
    send(from, said.to(), said.message());
  }

  List<String> caches() {
    return List.copyOf(caches.keySet());
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

  /// What each router redirects by.
  String tables() {
    return tables.shares(assignments());
  }

  /// What has moved since the tables were shown.
  String moves() {
    return tables.moves(assignments());
  }

  private Map<String, Assignment> assignments() {
    var all = new LinkedHashMap<String, Assignment>();
    routers.keySet().forEach(it -> all.put(it, assignment(it)));
    return all;
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
        tell(name, new CacheEvent.DeadlinePassed());
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
    String party = wires.owner(flight.receiver());
    var router = routers.get(party);
    if (router != null) {
      var event = new RouterEvent.Received(message, flight.from(), flight.to());
      carryOutOfRouter(party, router.on(event, now));
    } else if (caches.containsKey(party)) {
      tell(party, new CacheEvent.Received(message, flight.from()));
    }
  }

  private void carryOut(String cache, List<CacheEffect> effects) {
    for (CacheEffect effect : effects) {
      switch (effect) {
        case CacheEffect.Send(Message.RedirectAssign _, _) when idle.contains(cache) -> {}
        case CacheEffect.Send(Message message, InetAddress to) -> send(cache, to, message);
        case CacheEffect.Numbered _ -> {}
        default -> transcript.event(time(), cache, effect);
      }
    }
  }

  private void carryOutOfRouter(String router, List<RouterEffect> effects) {
    for (RouterEffect effect : effects) {
      switch (effect) {
        case RouterEffect.Send(Message message, InetAddress to) -> send(router, to, message);
        case RouterEffect.RoutersReported(var routers, int change) ->
            transcript.reported(time(), router, routers, change);
        default -> transcript.event(time(), router, effect);
      }
    }
  }

  private void send(String from, InetAddress to, Message message) {
    var source = wires.source(from);
    String hex = HexFormat.of().formatHex(codec.encode(message));
    var receivers = wires.receivers(from, to);
    var lost = receivers.stream().filter(it -> wires.loses(from, it, message)).toList();
    sent.add(new Sent(message.wireName() + " of " + from + " at " + time(), source, to, hex));
    transcript.message(time(), name(source), name(to), message, lost);
    for (String receiver : receivers) {
      last.put(from + ">" + receiver + " " + message.wireName(), new Said(message, to));
      if (!lost.contains(receiver)) {
        var at = now.plus(wires.latency(from, receiver));
        flights.add(new Flight(at, order++, source, to, receiver, hex));
      }
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

  /// r1, c1, or `*` for a multicast group.
  static String name(InetAddress address) {
    if (address.isMulticastAddress()) {
      return "*";
    }
    int last = address.getAddress()[3];
    return last > 10 ? "c" + (last - 10) : "r" + last;
  }
}
