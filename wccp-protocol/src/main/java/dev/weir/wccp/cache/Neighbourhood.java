package dev.weir.wccp.cache;

import dev.weir.wccp.assignment.AddressOrder;
import dev.weir.wccp.cache.CacheEffect.IgnoredReason;
import dev.weir.wccp.cache.CacheEffect.LossCause;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.negotiation.Timers;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The routers of a group, listed or met by multicast: whose answer a message is, and whom to call
/// when (§4.2). Confined to its [CacheGroup].
final class Neighbourhood {
  /// Whose answer an I_SEE_YOU is, or why it is nobody's.
  sealed interface Answerer {
    record Known(RouterLink link) implements Answerer {}

    record Refused(IgnoredReason reason) implements Answerer {}

    /// A second address of a router that answers at another already: no more is said to it now.
    record Alias(RouterLink link) implements Answerer {}
  }

  /// Whom a HERE_I_AM is for: the router whose view we answer to, as soon as there is one, the
  /// lowest minor version that is understood, and how many went there since the last answer.
  record Audience(Optional<RouterLink> shown, int minor, int unanswered) {}

  private final InetAddress self;
  private final Optional<InetAddress> group;
  private final CallSchedule groupCalls;
  private final List<RouterLink> links = new ArrayList<>();

  Neighbourhood(CacheSettings settings, Instant now) {
    this.self = settings.self();
    this.groupCalls = new CallSchedule(now);
    switch (settings.routers()) {
      case CacheSettings.Routers.Listed(var addresses) -> {
        group = Optional.empty();
        addresses.forEach(address -> links.add(new RouterLink(address, now)));
      }
      case CacheSettings.Routers.Multicast(InetAddress address) -> group = Optional.of(address);
    }
  }

  /// Whether a message is what everybody in a multicast group hears of the others: what caches say
  /// there, and answers to them.
  boolean overhears(Message message) {
    return group.isPresent()
        && switch (message) {
          case Message.HereIAm _, Message.RedirectAssign _ -> true;
          case Message.ISeeYou it ->
              it.router().sentTo().equals(group.get())
                  && !it.router().receivedFrom().contains(self);
          case Message.RemovalQuery _, Version1 _ -> false;
        };
  }

  List<RouterLink> all() {
    return List.copyOf(links);
  }

  /// The routers that answer and with which we can work.
  List<RouterLink> live() {
    return links.stream().filter(RouterLink::live).toList();
  }

  /// The router that an acceptable I_SEE_YOU comes from: the first check that fails drops it.
  Answerer answerer(Message.ISeeYou seen, InetAddress from, Instant now) {
    var it = seen.router();
    if (!it.receivedFrom().contains(self)) {
      return new Answerer.Refused(IgnoredReason.NOT_ADDRESSED);
    }
    if (group.isPresent()) {
      return it.sentTo().equals(group.get())
          ? met(from, it.router(), now)
          : answeredAlone(it.router(), it.sentTo());
    }
    var link = links.stream().filter(one -> one.address().equals(it.sentTo())).findFirst();
    if (link.isEmpty()) {
      boolean known = links.stream().anyMatch(one -> one.is(from, it.router()));
      return new Answerer.Refused(known ? IgnoredReason.SENT_TO : IgnoredReason.UNKNOWN_ROUTER);
    }
    if (!link.get().calls().awaitsAnswer()) {
      boolean known = link.get().is(from, it.router());
      return new Answerer.Refused(known ? IgnoredReason.UNSOLICITED : IgnoredReason.UNKNOWN_ROUTER);
    }
    var same =
        links.stream()
            .filter(one -> one != link.get() && one.live() && names(one, it.router()))
            .findFirst();
    if (same.isPresent()) {
      same.get().spent(it.receiveId());
      return new Answerer.Alias(link.get());
    }
    return new Answerer.Known(link.get());
  }

  /// A router of a multicast group that answers what went to it alone: an answer to its query.
  private Answerer answeredAlone(InetAddress id, InetAddress sentTo) {
    return links.stream()
        .filter(link -> names(link, id) && link.address().equals(sentTo))
        .filter(link -> link.calls().awaitsAnswer())
        .findFirst()
        .<Answerer>map(Answerer.Known::new)
        .orElse(new Answerer.Refused(IgnoredReason.SENT_TO));
  }

  /// By multicast, whoever answers is a router, as long as there is room. A new id at a known
  /// address is that of a router that has restarted (§7.2).
  ///
  /// One message says to all what we choose, so it is chosen from the first's offer (§3.10). The
  /// first is the lowest, and not whom we met first: else, of two routers whose caches have settled
  /// on different timers, each would keep the caches that met it first, and refuse the others.
  private Answerer met(InetAddress from, InetAddress id, Instant now) {
    var known =
        links.stream()
            .filter(link -> names(link, id))
            .findFirst()
            .or(() -> links.stream().filter(link -> link.address().equals(from)).findFirst());
    if (known.isPresent()) {
      return new Answerer.Known(known.get());
    }
    if (links.size() >= CacheSettings.Routers.COUNT_MAX) {
      return new Answerer.Refused(IgnoredReason.TOO_MANY_ROUTERS);
    }
    var link = new RouterLink(from, now);
    links.add(link);
    links.sort(Comparator.comparing(RouterLink::address, AddressOrder.UNSIGNED));
    return new Answerer.Known(link);
  }

  private static boolean names(RouterLink link, InetAddress id) {
    return link.routerId().filter(id::equals).isPresent();
  }

  /// The live router with this id.
  Optional<RouterLink> queried(InetAddress id) {
    return links.stream().filter(link -> link.live() && names(link, id)).findFirst();
  }

  /// A router that we call in vain asks for us: so it lives, and is called out of turn. It would
  /// give us up 3 × timeout base after the last message that counted, which is later than we gave
  /// it up if only its answers were lost.
  void askedInVain(InetAddress sentTo, Instant now) {
    links.stream()
        .filter(link -> link.state() == RouterLink.State.CALLING)
        .filter(link -> link.address().equals(sentTo))
        .forEach(link -> link.calls().callBy(link.calls().soonest(link.timers(), now)));
  }

  /// After an answer: a router heard for the first time is called again at once (§4.1), one met by
  /// multicast is called with all others only, and one call serves all that are met at a time.
  void heard(RouterLink link, boolean firstContact, Instant now) {
    if (group.isPresent()) {
      link.calls().rest();
      groupCalls.answered(link.timers());
    }
    if (firstContact) {
      callBy(link, group.isPresent() ? groupCalls.soonest(link.timers(), now) : now);
    }
  }

  Audience audience(RouterLink link) {
    return new Audience(
        Optional.of(link),
        group.isPresent() ? lowestMinor() : link.minor(),
        link.calls().sinceAnswer());
  }

  Audience groupAudience() {
    return new Audience(live().stream().findFirst(), lowestMinor(), groupCalls.sinceAnswer());
  }

  private int lowestMinor() {
    return live().stream().mapToInt(RouterLink::minor).min().orElse(0);
  }

  /// The routers to which a message of their own is due.
  List<RouterLink> due(Instant now) {
    return links.stream().filter(link -> link.calls().due(now)).toList();
  }

  boolean groupDue(Instant now) {
    return group.isPresent() && groupCalls.due(now);
  }

  InetAddress groupAddress() {
    return group.orElseThrow();
  }

  /// Notes what was sent to one router. From 2.01 on a missing answer is asked for early, if the
  /// router listed us.
  void called(RouterLink link, Message message, Instant now) {
    boolean missed = link.calls().sinceAnswer() > 0;
    boolean early = missed && link.minor() > 0 && link.lists();
    link.calls().called(message, early, link.timers(), now);
    if (group.isPresent()) {
      link.calls().rest();
    }
  }

  void calledGroup(Message message, Instant now) {
    var timers =
        live().stream()
            .map(RouterLink::timers)
            .min((a, b) -> a.transmit().compareTo(b.transmit()))
            .orElse(Timers.DEFAULT);
    groupCalls.called(message, false, timers, now);
  }

  /// Every live router is called now, not at its next turn.
  void callAll(Instant now) {
    live().forEach(link -> callBy(link, now));
  }

  /// Answers that have waited for us are old and count for nothing; every live router is asked
  /// again, once they are out of the way.
  void askAgain(Instant now) {
    groupCalls.askAgain(now);
    live().forEach(link -> link.calls().askAgain(now));
  }

  /// Every live router is called out of turn, but not before the answers to a query allow.
  void callSoon(Instant now) {
    for (RouterLink link : live()) {
      var calls = group.isPresent() ? groupCalls : link.calls();
      calls.callBy(calls.soonest(link.timers(), now));
    }
  }

  private void callBy(RouterLink link, Instant now) {
    (group.isPresent() ? groupCalls : link.calls()).callBy(now);
  }

  /// To whom a table goes: each live router, or one for all by multicast.
  List<RouterLink> told() {
    return group.isPresent() ? live().stream().limit(1).toList() : live();
  }

  InetAddress addressOf(RouterLink link) {
    return group.orElse(link.address());
  }

  /// What every router has said is void.
  void forgetAll() {
    links.forEach(RouterLink::forget);
  }

  /// Gives up routers that have fallen silent. One met by multicast is forgotten altogether.
  void expire(Instant now, List<CacheEffect> effects) {
    for (RouterLink link : all()) {
      if (link.silent(now)) {
        boolean listed = link.lists();
        link.forget();
        if (group.isPresent()) {
          links.remove(link);
        }
        if (listed) {
          effects.add(new CacheEffect.Lost(link.address(), LossCause.SILENT));
        }
      }
    }
  }

  Instant nextDeadline(Predicate<RouterLink> over) {
    var next = group.isPresent() ? groupCalls.next() : Instant.MAX;
    for (RouterLink link : links) {
      if (!over.test(link)) {
        var due = link.calls().next().isBefore(link.lostAt()) ? link.calls().next() : link.lostAt();
        next = due.isBefore(next) ? due : next;
      }
    }
    return next;
  }
}
