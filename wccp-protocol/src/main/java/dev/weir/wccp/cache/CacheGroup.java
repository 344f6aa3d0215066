package dev.weir.wccp.cache;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.cache.CacheEffect.IgnoredReason;
import dev.weir.wccp.cache.CacheEffect.LossCause;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Component.Commands;
import dev.weir.wccp.message.Component.Commands.Command;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.negotiation.CacheChoice;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Our membership in one service group: the conversation with each of its routers, the duty of the
/// designated cache, and the table that is in force (§4.2, §4.3).
///
/// No socket, thread or clock: the driver passes time in and carries the effects out, in order.
/// Confined to the control thread.
public final class CacheGroup {
  /// What the operator decides. `firstNumber` is the first change number that we may use: larger
  /// than any that this address has used before.
  public record Settings(
      Component.Service service,
      InetAddress self,
      int weight,
      List<InetAddress> routers,
      Duration interval,
      int firstNumber) {
    /// Copies the routers; there are 1–32 of them.
    public Settings {
      routers = List.copyOf(routers);
      if (routers.isEmpty() || routers.size() > 32) {
        throw new IllegalArgumentException(routers.size() + " routers");
      }
    }
  }

  private enum Phase {
    IDLE,
    JOINED,
    LEAVING
  }

  private final Settings settings;
  private final List<RouterLink> links;
  private final OwnView view = new OwnView();
  private final Departure departure = new Departure();
  private final DesignatedCache duty;
  private Phase phase = Phase.IDLE;
  private Optional<InetAddress> designated = Optional.empty();
  private Optional<AssignmentKey> key = Optional.empty();
  private Assignment assignment = HashAssignment.NONE;

  /// A group that says nothing before [CacheEvent.Join].
  public CacheGroup(Settings settings, Instant now) {
    this.settings = settings;
    this.links = settings.routers().stream().map(router -> new RouterLink(router, now)).toList();
    this.duty = new DesignatedCache(settings.self(), settings.firstNumber());
  }

  /// Applies one event. An event that means nothing in the present state yields no effects.
  public List<CacheEffect> on(CacheEvent event, Instant now) {
    var effects = new ArrayList<CacheEffect>(4);
    switch (event) {
      case CacheEvent.Join() -> phase = phase == Phase.IDLE ? Phase.JOINED : phase;
      case CacheEvent.Leave() -> leave(now);
      case CacheEvent.Received(Message message, InetAddress from) ->
          received(message, from, now, effects);
      case CacheEvent.DeadlinePassed() -> {}
    }
    if (phase != Phase.IDLE) {
      expire(now, effects);
      call(now, effects);
      observe(effects);
    }
    if (phase == Phase.JOINED) {
      assign(now, effects);
    } else if (phase == Phase.LEAVING && departure.complete(live())) {
      phase = Phase.IDLE;
      effects.add(new CacheEffect.Left());
    }
    return List.copyOf(effects);
  }

  /// When [CacheEvent.DeadlinePassed] is next due. Reading it late is safe.
  public Instant nextDeadline() {
    if (phase == Phase.IDLE) {
      return Instant.MAX;
    }
    var next = phase == Phase.JOINED ? duty.nextDeadline() : Instant.MAX;
    for (RouterLink link : links) {
      boolean over = phase == Phase.LEAVING && departure.done(link);
      next = !over && link.nextDeadline().isBefore(next) ? link.nextDeadline() : next;
    }
    return next;
  }

  /// Everything an operator asks about.
  public CacheSnapshot snapshot() {
    return new CacheSnapshot(
        settings.service(),
        designated,
        links.stream()
            .map(link ->
                new CacheSnapshot.Router(
                    link.address(),
                    link.routerId(),
                    link.state().name().toLowerCase(Locale.ROOT),
                    link.receiveId(),
                    link.memberChange(),
                    link.key(),
                    link.timers().transmit(),
                    link.caches().stream().map(CacheIdentity::address).toList()))
            .toList(),
        key,
        assignment);
  }

  private List<RouterLink> live() {
    return links.stream().filter(RouterLink::live).toList();
  }

  private void received(Message message, InetAddress from, Instant now, List<CacheEffect> effects) {
    switch (message) {
      case Message.ISeeYou seen -> iSeeYou(seen, from, now, effects);
      case Message.RemovalQuery query -> removalQuery(query.query(), from, now, effects);
      case Message.HereIAm _, Message.RedirectAssign _, Version1 _ ->
          effects.add(new CacheEffect.Ignored(IgnoredReason.WRONG_DIRECTION, from));
    }
  }

  /// §4.2, I_SEE_YOU: the first check that fails drops it.
  private void iSeeYou(
      Message.ISeeYou seen, InetAddress from, Instant now, List<CacheEffect> effects) {
    var link = link(from, seen.router().router());
    IgnoredReason refusal = null;
    if (!seen.router().receivedFrom().contains(settings.self())) {
      refusal = IgnoredReason.NOT_ADDRESSED;
    } else if (link.isEmpty()) {
      refusal = IgnoredReason.UNKNOWN_ROUTER;
    } else if (!seen.router().sentTo().equals(link.get().address())) {
      refusal = IgnoredReason.SENT_TO;
    } else if (!link.get().awaitsAnswer()) {
      refusal = IgnoredReason.UNSOLICITED;
    }
    if (refusal != null) {
      effects.add(new CacheEffect.Ignored(refusal, from));
      return;
    }
    heard(link.get(), seen, now, effects);
  }

  private void heard(
      RouterLink link, Message.ISeeYou seen, Instant now, List<CacheEffect> effects) {
    boolean firstContact = !link.live();
    boolean listed = link.lists();
    var taken = link.heard(seen, settings.self(), settings.interval(), now);
    if (taken instanceof CacheChoice.Nothing(CacheChoice.Kind kind)) {
      effects.add(new CacheEffect.Rejected(link.address(), kind));
      if (listed) {
        effects.add(new CacheEffect.Lost(link.address(), LossCause.OMITTED));
      }
      return;
    }
    if (!listed && link.lists()) {
      effects.add(new CacheEffect.Gained(link.address()));
    } else if (listed && !link.lists()) {
      effects.add(new CacheEffect.Lost(link.address(), LossCause.OMITTED));
    }
    if (firstContact) {
      link.callBy(now);
    }
    departure.answered(link, seen.commands(), settings.self());
  }

  /// §4.2: three answers, spaced, each with the query's receive id.
  private void removalQuery(
      Component.Query query, InetAddress from, Instant now, List<CacheEffect> effects) {
    var link = link(from, query.router());
    if (!query.target().equals(settings.self())) {
      effects.add(new CacheEffect.Ignored(IgnoredReason.NOT_ADDRESSED, from));
    } else if (link.isEmpty() || !link.get().live()) {
      effects.add(new CacheEffect.Ignored(IgnoredReason.UNKNOWN_ROUTER, from));
    } else if (!link.get().queried(query.receiveId(), now)) {
      effects.add(new CacheEffect.Ignored(IgnoredReason.QUERY_TOO_SOON, from));
    }
  }

  private Optional<RouterLink> link(InetAddress source, InetAddress routerId) {
    return links.stream().filter(link -> link.is(source, routerId)).findFirst();
  }

  private void leave(Instant now) {
    if (phase == Phase.JOINED) {
      phase = Phase.LEAVING;
      departure.begin();
      live().forEach(link -> link.callBy(now));
    }
  }

  private void expire(Instant now, List<CacheEffect> effects) {
    for (RouterLink link : links) {
      if (link.silent(now)) {
        boolean listed = link.lists();
        link.forget();
        if (listed) {
          effects.add(new CacheEffect.Lost(link.address(), LossCause.SILENT));
        }
      }
    }
  }

  private void call(Instant now, List<CacheEffect> effects) {
    for (RouterLink link : links) {
      boolean leaving = phase == Phase.LEAVING;
      if (link.callDue(now) && !(leaving && departure.done(link))) {
        effects.add(new CacheEffect.Send(hereIAm(link), link.address()));
        link.called(now);
        if (leaving) {
          departure.told(link);
        }
      }
    }
  }

  private Message hereIAm(RouterLink link) {
    return new Message.HereIAm(
        0,
        settings.service(),
        identity(link),
        view.of(live()),
        link.chosen(),
        phase == Phase.LEAVING
            ? Optional.of(new Commands(List.of(new Command(Command.SHUTDOWN, settings.self()))))
            : Optional.empty(),
        List.of());
  }

  /// Our element as the router shows it; to a router that does not list us, what we last owned.
  private CacheIdentity identity(RouterLink link) {
    return link.caches().stream()
        .filter(it -> it.address().equals(settings.self()))
        .findFirst()
        .map(it -> it.weighing(settings.weight()))
        .orElseGet(() ->
            CacheIdentity.hash(
                settings.self(), true, assignment.share(settings.self()), settings.weight(), 0));
  }

  /// What the routers really do: a table is in force when every live router shows its key.
  private void observe(List<CacheEffect> effects) {
    var live = live();
    var shown = live.isEmpty() ? Optional.<AssignmentKey>empty() : live.getFirst().key();
    if (!live.stream().allMatch(link -> link.key().equals(shown))) {
      return;
    }
    var table = shown.isPresent() ? live.getFirst().assignment() : HashAssignment.NONE;
    if (!shown.equals(key) || !table.equals(assignment)) {
      key = shown;
      assignment = table;
      duty.remember(assignment.shares());
      live.forEach(link -> duty.remember(link.history()));
      effects.add(new CacheEffect.InForce(key, assignment));
    }
  }

  private void assign(Instant now, List<CacheEffect> effects) {
    var table = duty.consider(live(), now);
    if (!duty.designated().equals(designated)) {
      designated = duty.designated();
      effects.add(new CacheEffect.Designated(designated));
    }
    table.ifPresent(it ->
        live()
            .forEach(link ->
                effects.add(
                    new CacheEffect.Send(
                        new Message.RedirectAssign(0, settings.service(), it, List.of()),
                        link.address()))));
    duty.alarm().ifPresent(late -> effects.add(new CacheEffect.Unconfirmed(late)));
  }
}
