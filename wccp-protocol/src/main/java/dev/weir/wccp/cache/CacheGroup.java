package dev.weir.wccp.cache;

import dev.weir.wccp.assignment.AddressOrder;
import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Component.AssignmentInfo;
import dev.weir.wccp.message.Component.Commands.Command;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.negotiation.CacheChoice;
import dev.weir.wccp.negotiation.CachePreferences;
import java.net.InetAddress;
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
public final class CacheGroup implements CacheMachine {
  private enum Phase {
    IDLE,
    JOINED,
    LEAVING
  }

  private final CacheSettings settings;
  private final Neighbourhood routers;
  private final Speech speech;
  private final TableMaker maker;
  private final DesignatedCache duty;
  private Phase phase = Phase.IDLE;
  private Optional<InetAddress> designated = Optional.empty();
  private List<InetAddress> foreign = List.of();
  private Optional<AssignmentKey> key = Optional.empty();
  private Assignment assignment = HashAssignment.NONE;
  private Instant latest;

  /// A group that says nothing before [CacheEvent.Join].
  public CacheGroup(CacheSettings settings, Instant now) {
    this.settings = settings;
    this.routers = new Neighbourhood(settings, now);
    this.speech = new Speech(settings);
    this.maker = new TableMaker(settings.mask(), settings.slowStart());
    this.duty = new DesignatedCache(settings.self(), settings.numbering(), maker);
    this.latest = now;
  }

  @Override
  public List<CacheEffect> on(CacheEvent event, Instant now) {
    var effects = new ArrayList<CacheEffect>(4);
    latest = now;
    switch (event) {
      case CacheEvent.Join() -> join();
      case CacheEvent.Leave() -> leave(now);
      case CacheEvent.Received(Message message, InetAddress from) -> {
        if (!routers.overhears(message)) {
          received(message, from, now, effects);
        }
      }
      case CacheEvent.Members(var caches) -> duty.election().admit(caches);
      case CacheEvent.Dead(var caches) -> {
        if (duty.condemn(caches, routers.live(), now)) {
          routers.callAll(now);
        }
      }
      case CacheEvent.Hot(var buckets) -> duty.relieve(buckets);
      case CacheEvent.Mirror(Assignment table) -> duty.mirror(table);
      case CacheEvent.Woke() -> woke(now);
      case CacheEvent.Behind() -> routers.callSoon(now);
      case CacheEvent.Weigh(int weight) -> weigh(weight, now);
      case CacheEvent.DeadlinePassed() -> {}
    }
    if (phase != Phase.IDLE) {
      routers.expire(now, effects);
      call(now, effects);
      observe(effects);
    }
    if (phase == Phase.JOINED) {
      assign(now, effects);
    } else if (phase == Phase.LEAVING
        && routers.live().stream().allMatch(RouterLink::farewellDone)) {
      phase = Phase.IDLE;
      effects.add(new CacheEffect.Left());
    }
    return List.copyOf(effects);
  }

  @Override
  public Instant nextDeadline() {
    if (phase == Phase.IDLE) {
      return Instant.MAX;
    }
    var next = routers.nextDeadline(link -> phase == Phase.LEAVING && link.farewellDone());
    var own = phase == Phase.JOINED ? duty.nextDeadline(latest) : Instant.MAX;
    return own.isBefore(next) ? own : next;
  }

  @Override
  public CacheSnapshot snapshot() {
    return new CacheSnapshot(
        settings.service(),
        designated,
        routers.all().stream().map(this::shown).toList(),
        key,
        assignment,
        foreign);
  }

  private CacheSnapshot.Router shown(RouterLink link) {
    boolean left = phase == Phase.IDLE && link.live();
    return new CacheSnapshot.Router(
        link.address(),
        link.routerId(),
        left ? CacheSnapshot.LEFT : link.state().name().toLowerCase(Locale.ROOT),
        link.minor() > 0 ? "2.01" : "2.00",
        link.receiveId(),
        link.memberChange(),
        link.key(),
        link.agreement(),
        link.caches());
  }

  private void received(Message message, InetAddress from, Instant now, List<CacheEffect> effects) {
    switch (message) {
      case Message.ISeeYou seen -> {
        switch (routers.answerer(seen, from, now)) {
          case Neighbourhood.Answerer.Known(RouterLink link) -> heard(link, seen, now, effects);
          case Neighbourhood.Answerer.Refused(CacheEffect.IgnoredReason why) ->
              effects.add(new CacheEffect.Ignored(why, from));
          case Neighbourhood.Answerer.Alias(RouterLink link) -> alias(link, from, now, effects);
        }
      }
      case Message.RemovalQuery query -> removalQuery(query.query(), from, now, effects);
      case Message.HereIAm _, Message.RedirectAssign _, Version1 _ ->
          effects.add(new CacheEffect.Ignored(CacheEffect.IgnoredReason.WRONG_DIRECTION, from));
    }
  }

  private void heard(
      RouterLink link, Message.ISeeYou seen, Instant now, List<CacheEffect> effects) {
    boolean firstContact = !link.live();
    boolean listed = link.lists();
    var taken = link.heard(seen, settings.self(), preferences(link), now);
    if (taken instanceof CacheChoice.Nothing(CacheChoice.Kind kind)) {
      effects.add(new CacheEffect.Rejected(link.address(), kind));
    }
    if (!listed && link.lists()) {
      effects.add(new CacheEffect.Gained(link.address()));
    } else if (listed && !link.lists()) {
      effects.add(new CacheEffect.Lost(link.address(), CacheEffect.LossCause.OMITTED));
    }
    routers.heard(link, firstContact && link.live(), now);
    boolean letGo =
        seen.commands()
            .filter(it -> it.contains(Command.SHUTDOWN_RESPONSE, settings.self()))
            .isPresent();
    if (letGo) {
      link.farewellAnswered();
    }
  }

  private static void alias(
      RouterLink link, InetAddress from, Instant now, List<CacheEffect> effects) {
    effects.add(new CacheEffect.Ignored(CacheEffect.IgnoredReason.ROUTER_TWICE, from));
    if (link.lists()) {
      effects.add(new CacheEffect.Lost(link.address(), CacheEffect.LossCause.OMITTED));
    }
    link.pauseAsAlias(now);
  }

  /// The routers of a group must all assign in one way: what the first live one takes decides. A
  /// router that cannot do that is refused alone.
  private CachePreferences preferences(RouterLink link) {
    var wanted = settings.preferences();
    return routers.live().stream()
        .filter(it -> it != link)
        .findFirst()
        .map(it ->
            new CachePreferences(
                wanted.forwarding(),
                List.of(it.agreement().distribution()),
                wanted.packetReturn(),
                wanted.interval()))
        .orElse(wanted);
  }

  /// §4.2: three answers, spaced, each with the query's receive id.
  private void removalQuery(
      Component.Query query, InetAddress from, Instant now, List<CacheEffect> effects) {
    var link = routers.queried(query.router());
    CacheEffect.IgnoredReason refusal = null;
    if (!query.target().equals(settings.self())) {
      refusal = CacheEffect.IgnoredReason.NOT_ADDRESSED;
    } else if (link.isEmpty()) {
      refusal = CacheEffect.IgnoredReason.UNKNOWN_ROUTER;
      routers.askedInVain(query.sentTo(), now);
    } else if (!link.get().queried(query.receiveId(), now)) {
      refusal = CacheEffect.IgnoredReason.QUERY_TOO_SOON;
    }
    if (refusal != null) {
      effects.add(new CacheEffect.Ignored(refusal, from));
    }
  }

  private void join() {
    if (phase == Phase.IDLE) {
      phase = Phase.JOINED;
      routers.forgetAll(); // who comes back begins anew
    }
  }

  private void woke(Instant now) {
    duty.distrust(now);
    routers.askAgain(now);
  }

  private void weigh(int weight, Instant now) {
    if (speech.weigh(weight)) {
      routers.callSoon(now);
    }
  }

  private void leave(Instant now) {
    if (phase == Phase.JOINED) {
      phase = Phase.LEAVING;
      routers.all().forEach(RouterLink::beginFarewell);
      routers.callAll(now);
    }
  }

  private void call(Instant now, List<CacheEffect> effects) {
    boolean leaving = phase == Phase.LEAVING;
    var live = routers.live();
    for (RouterLink link : routers.due(now)) {
      if (!(leaving && link.farewellDone())) {
        var message =
            link.calls()
                .answerAgain()
                .orElseGet(() ->
                    speech.hereIAm(
                        routers.audience(link), live, maker.remembered(settings.self()), leaving));
        effects.add(new CacheEffect.Send(message, link.address()));
        routers.called(link, message, now);
        link.toldFarewell();
      }
    }
    if (routers.groupDue(now)) {
      var message =
          speech.hereIAm(routers.groupAudience(), live, maker.remembered(settings.self()), leaving);
      effects.add(new CacheEffect.Send(message, routers.groupAddress()));
      routers.calledGroup(message, now);
      live.forEach(RouterLink::toldFarewell);
    }
  }

  /// What the routers really do: a table is in force when every live router shows its key.
  private void observe(List<CacheEffect> effects) {
    var live = routers.live();
    var strangers =
        live.stream()
            .flatMap(link -> link.listed().stream())
            .filter(duty.election()::foreign)
            .distinct()
            .sorted(AddressOrder.UNSIGNED)
            .toList();
    if (!strangers.equals(foreign)) {
      foreign = strangers;
      effects.add(new CacheEffect.Foreign(foreign));
    }
    var shown = live.isEmpty() ? Optional.<AssignmentKey>empty() : live.getFirst().key();
    if (!live.stream().allMatch(link -> link.key().equals(shown))) {
      return;
    }
    var table = shown.isPresent() ? live.getFirst().assignment() : HashAssignment.NONE;
    if (!shown.equals(key) || !table.equals(assignment)) {
      key = shown;
      assignment = table;
      maker.remember(assignment);
      effects.add(new CacheEffect.InForce(key, assignment));
    }
  }

  private void assign(Instant now, List<CacheEffect> effects) {
    var table = duty.consider(routers.live(), now);
    if (!duty.designated().equals(designated)) {
      designated = duty.designated();
      effects.add(new CacheEffect.Designated(designated));
    }
    table.ifPresent(it -> {
      effects.add(new CacheEffect.Numbered(it.key().number()));
      send(it, effects);
      if (duty.hurried()) {
        routers.callAll(now);
        call(now, effects);
      }
    });
    duty.alarm().ifPresent(late -> effects.add(new CacheEffect.Unconfirmed(late)));
  }

  private void send(AssignmentInfo table, List<CacheEffect> effects) {
    for (RouterLink link : routers.told()) {
      int minor = settings.minor(routers.audience(link).minor());
      effects.add(
          new CacheEffect.Send(
              new Message.RedirectAssign(minor, settings.service(), table, List.of()),
              routers.addressOf(link)));
    }
  }
}
