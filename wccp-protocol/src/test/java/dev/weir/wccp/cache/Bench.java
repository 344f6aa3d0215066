package dev.weir.wccp.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.codec.Decoded;
import dev.weir.wccp.codec.MessageCodec;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.CachePreferences;
import dev.weir.wccp.negotiation.Distribution;
import dev.weir.wccp.negotiation.Transport;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/// One cache among scripted routers, a millisecond away. Every message travels as octets, so that
/// what is proved of the machine is proved of what is on the wire.
final class Bench {
  static final Component.Service SERVICE = ServiceGroup.WEB_CACHE.standardService();
  static final InetAddress US = cache(11);
  static final InetAddress LOWER = cache(5);
  static final InetAddress HIGHER = cache(12);
  static final InetAddress GROUP = InetAddress.ofLiteral("239.0.0.1");
  static final int FIRST_NUMBER = 1_000;

  /// What went out: when, what, and where to.
  record Sent(Duration at, Message message, InetAddress to) {}

  private record Flight(Instant at, long order, Message message, InetAddress from) {}

  private static final Duration LATENCY = Duration.ofMillis(1);
  private static final MessageCodec CODEC =
      new MessageCodec(Map.of(ServiceGroup.WEB_CACHE, Security.md5("testing1")));

  final CacheGroup group;
  final List<Sent> sent = new ArrayList<>();
  final List<CacheEffect> effects = new ArrayList<>();
  private final List<ScriptedRouter> routers;
  private final PriorityQueue<Flight> flights =
      new PriorityQueue<>(Comparator.comparing(Flight::at).thenComparingLong(Flight::order));
  private Instant now = Instant.EPOCH;
  private long order;

  Bench(CacheSettings settings, ScriptedRouter... routers) {
    this.group = new CacheGroup(settings, now);
    this.routers = List.of(routers);
  }

  /// GRE and hash, in 2.00, at 10 s, with these routers.
  static Bench with(ScriptedRouter... routers) {
    return new Bench(settings(routers), routers);
  }

  static CacheSettings settings(ScriptedRouter... routers) {
    return CacheSettings.plain(
        SERVICE,
        US,
        100,
        Arrays.stream(routers).map(it -> it.address).toList(),
        Duration.ofSeconds(10),
        FIRST_NUMBER);
  }

  static CacheSettings multicast() {
    var it = settings(new ScriptedRouter("192.0.2.1"));
    return new CacheSettings(
        it.service(),
        it.self(),
        it.weight(),
        new CacheSettings.Routers.Multicast(GROUP),
        it.preferences(),
        it.mask(),
        it.minorMost(),
        it.numbering(),
        it.slowStart());
  }

  static CacheSettings numbered(CacheSettings.Numbering numbering) {
    var it = settings(new ScriptedRouter("192.0.2.1"));
    return new CacheSettings(
        it.service(),
        it.self(),
        it.weight(),
        it.routers(),
        it.preferences(),
        it.mask(),
        it.minorMost(),
        numbering,
        it.slowStart());
  }

  static CacheSettings preferring(
      CacheSettings it, List<Transport> transports, List<Distribution> distributions) {
    return new CacheSettings(
        it.service(),
        it.self(),
        it.weight(),
        it.routers(),
        new CachePreferences(transports, distributions, transports, it.preferences().interval()),
        it.mask(),
        it.minorMost(),
        it.numbering(),
        it.slowStart());
  }

  static CacheSettings masked(CacheSettings it) {
    return preferring(it, List.of(Transport.GRE), List.of(Distribution.MASK));
  }

  static CacheSettings speaking(CacheSettings it, int minorMost) {
    return as(it, it.self(), minorMost);
  }

  static CacheSettings as(CacheSettings it, InetAddress self, int minorMost) {
    return new CacheSettings(
        it.service(),
        self,
        it.weight(),
        it.routers(),
        it.preferences(),
        MaskSet.Mask.DEFAULT,
        minorMost,
        it.numbering(),
        it.slowStart());
  }

  static InetAddress cache(int number) {
    return InetAddress.ofLiteral("192.0.2." + number);
  }

  Bench join() {
    on(new CacheEvent.Join());
    return this;
  }

  /// Joined, usable and the only one, with a table in force.
  Bench settled() {
    return join().run(Duration.ofSeconds(45)).fresh();
  }

  /// Forgets what has been sent and told so far.
  Bench fresh() {
    sent.clear();
    effects.clear();
    return this;
  }

  List<CacheEffect> on(CacheEvent event) {
    var caused = group.on(event, now);
    effects.addAll(caused);
    for (CacheEffect effect : caused) {
      if (effect instanceof CacheEffect.Send(Message message, InetAddress to)) {
        sent.add(new Sent(Duration.between(Instant.EPOCH, now), message, to));
        carry(travelled(message), to);
      }
    }
    return caused;
  }

  private void carry(Message message, InetAddress to) {
    for (ScriptedRouter router : routers) {
      if (router.reachable.contains(to)) {
        router.hear(message, to).ifPresent(answer -> fly(answer, to));
      }
      if (to.equals(GROUP)) {
        router.overhear(message); // answered when the router's own time has come
      }
    }
  }

  private void fly(Message answer, InetAddress from) {
    flights.add(new Flight(now.plus(LATENCY), order++, answer, from));
  }

  List<CacheEffect> receive(Message message, InetAddress from) {
    return on(new CacheEvent.Received(travelled(message), from));
  }

  /// A router's scheduled I_SEE_YOU to the group.
  List<CacheEffect> announce(ScriptedRouter router) {
    return receive(router.iSeeYou(GROUP, US), router.address);
  }

  /// Time passes, from deadline to deadline and from answer to answer.
  Bench run(Duration time) {
    var end = now.plus(time);
    for (int turns = 0; !next().isAfter(end); turns++) {
      assertThat(turns).as("turns until " + end).isLessThan(100_000);
      now = next().isAfter(now) ? next() : now;
      if (!flights.isEmpty() && !flights.peek().at().isAfter(now)) {
        var flight = flights.remove();
        receive(flight.message(), flight.from());
      } else {
        on(new CacheEvent.DeadlinePassed());
      }
    }
    now = end;
    return this;
  }

  /// Time passes, and nobody tells the machine.
  Bench sleep(Duration time) {
    now = now.plus(time);
    return this;
  }

  private Instant next() {
    var deadline = group.nextDeadline();
    return flights.isEmpty() || deadline.isBefore(flights.peek().at())
        ? deadline
        : flights.peek().at();
  }

  Duration time() {
    return Duration.between(Instant.EPOCH, now);
  }

  List<Message.HereIAm> hellos() {
    return messages(Message.HereIAm.class);
  }

  List<Message.RedirectAssign> assigns() {
    return messages(Message.RedirectAssign.class);
  }

  Message.HereIAm lastHello() {
    return hellos().getLast();
  }

  <M extends Message> List<M> messages(Class<M> kind) {
    return sent.stream().map(Sent::message).filter(kind::isInstance).map(kind::cast).toList();
  }

  <E extends CacheEffect> List<E> told(Class<E> kind) {
    return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  Optional<InetAddress> designated() {
    return group.snapshot().designated();
  }

  String state(int router) {
    return group.snapshot().routers().get(router).state();
  }

  /// The octets of a message without its header of eight.
  static int length(Message message) {
    return CODEC.encode(message).length - 8;
  }

  static Message travelled(Message message) {
    return switch (CODEC.decode(CODEC.encode(message))) {
      case Decoded.Accepted(Message back) -> back;
      case Decoded.Rejected rejected -> throw new AssertionError(message + ": " + rejected);
    };
  }
}
