package dev.weir.wccp.router;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Component.AssignmentInfo;
import dev.weir.wccp.message.Component.Commands;
import dev.weir.wccp.message.Component.Commands.Command;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.negotiation.Agreement;
import dev.weir.wccp.negotiation.RouterOffer;
import dev.weir.wccp.negotiation.Timers;
import dev.weir.wccp.negotiation.Transport;
import dev.weir.wccp.router.RouterEffect.IgnoredReason;
import dev.weir.wccp.router.RouterEffect.LossCause;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A router's half of the conversation with the caches of one service group (§4.4).
///
/// ```
///            HERE_I_AM echoes our receive id
///   seen ────────────────────────────────────▶ usable ──▶ its buckets, once a table is installed
///     ▲                                           │
///     ╰──── silent 3 × timeout base, SHUTDOWN ────╯
/// ```
///
/// Every HERE_I_AM is answered, because that is how a cache learns the receive id; only one that
/// echoes it changes anything. A table is flushed when nobody renews it after a change.
///
/// No socket, thread or clock. Confined to the control thread.
public final class RouterGroup implements RouterMachine {
  /// The most caches a group has; further ones are ignored.
  public static final int MEMBER_COUNT_MAX = 32;

  /// What the operator decides: the group, our id, what we offer, and which caches may join.
  public record Settings(
      Component.Service service,
      InetAddress routerId,
      RouterOffer offer,
      Predicate<InetAddress> groupList) {}

  private final Settings settings;
  private final Roster roster = new Roster();
  private ReceiveId counter = ReceiveId.NONE;
  private int memberChange = 1;
  private List<InetAddress> reportedRouters = List.of();
  private Optional<Agreement> agreed = Optional.empty();
  private final InstalledTable table = new InstalledTable();

  /// A group without members.
  public RouterGroup(Settings settings) {
    this.settings = settings;
  }

  @Override
  public List<RouterEffect> on(RouterEvent event, Instant now) {
    var effects = new ArrayList<RouterEffect>(2);
    switch (event) {
      case RouterEvent.Received(Message message, InetAddress from, InetAddress sentTo) -> {
        if (!settings.groupList().test(from)) {
          effects.add(new RouterEffect.Ignored(IgnoredReason.DENIED_TO_GROUP, from));
        } else {
          received(message, from, sentTo, now, effects);
        }
      }
      case RouterEvent.DeadlinePassed() -> deadline(now, effects);
    }
    return List.copyOf(effects);
  }

  @Override
  public Instant nextDeadline() {
    var next = table.flushAt();
    for (Member member : roster.all()) {
      var due =
          member.heardAt.plus(
              member.queried || !member.usable ? lostAfter(member) : timers().queryAfter());
      next = due.isBefore(next) ? due : next;
    }
    return next;
  }

  /// The table by which packets are redirected now.
  public Assignment assignment() {
    return table.assignment();
  }

  @Override
  public RouterSnapshot snapshot() {
    return new RouterSnapshot(
        settings.routerId(),
        settings.service(),
        roster.all().stream()
            .map(it -> new RouterSnapshot.Cache(it.address, it.usable, it.lastSent, it.identity))
            .toList(),
        table.key(),
        table.assignment(),
        memberChange,
        timers(),
        agreed.map(Agreement::forwarding).orElse(Transport.GRE));
  }

  private Timers timers() {
    return agreed.map(Agreement::timers).orElse(Timers.DEFAULT);
  }

  /// What a group has agreed on binds its members only; a cache on its way in counts by 10 s
  /// (§4.1).
  private Duration lostAfter(Member member) {
    return (member.usable ? timers() : Timers.DEFAULT).lostAfter();
  }

  private void received(
      Message message, InetAddress from, InetAddress sentTo, Instant now, List<RouterEffect> out) {
    switch (message) {
      case Message.HereIAm hello -> hereIAm(hello, from, sentTo, now, out);
      case Message.RedirectAssign assign -> redirectAssign(assign.assignment(), from, out);
      case Message.ISeeYou _, Message.RemovalQuery _, Version1 _ ->
          out.add(new RouterEffect.Ignored(IgnoredReason.WRONG_DIRECTION, from));
    }
  }

  private void hereIAm(
      Message.HereIAm hello,
      InetAddress from,
      InetAddress sentTo,
      Instant now,
      List<RouterEffect> out) {
    var address = hello.cache().address();
    boolean otherFamily = address.getClass() != settings.routerId().getClass();
    if (address.isAnyLocalAddress() || address.isMulticastAddress() || otherFamily) {
      out.add(new RouterEffect.Ignored(IgnoredReason.CACHE_ADDRESS, from));
      return;
    }
    if (roster.find(address).isEmpty() && !roster.makeRoom()) {
      out.add(new RouterEffect.Ignored(IgnoredReason.TOO_MANY_CACHES, from));
      return;
    }
    roster.add(new Member(hello.cache(), from, sentTo, now));
    var member = roster.find(address).orElseThrow();
    boolean echoes = echoes(hello, member, from);
    if (echoes || !member.usable) { // a replayed one must not move a usable cache
      member.source = from;
      member.sentTo = sentTo;
    }
    if (!echoes) {
      answer(member, from, sentTo, Optional.empty(), out);
      member.heardAt = member.usable ? member.heardAt : now;
    } else if (hello.commands().filter(it -> it.contains(Command.SHUTDOWN, address)).isPresent()) {
      answer(member, from, sentTo, Optional.of(shutdownResponse(address)), out);
      lose(member, LossCause.SHUTDOWN, now, out);
    } else {
      admit(hello, member, now, out);
      answer(member, from, sentTo, Optional.empty(), out);
    }
  }

  /// Whether the cache has heard, where it now is, our last message to it (§4.4 step 7).
  private boolean echoes(Message.HereIAm hello, Member member, InetAddress from) {
    var last = member.lastSentTo(from);
    return !last.equals(ReceiveId.NONE)
        && hello.view().routers().stream()
            .anyMatch(heard ->
                heard.router().equals(settings.routerId()) && heard.receiveId().equals(last));
  }

  /// §4.4 steps 8 and 9: a choice we cannot accept leaves the cache where it is.
  private void admit(Message.HereIAm hello, Member member, Instant now, List<RouterEffect> out) {
    boolean alone = roster.usable().stream().allMatch(it -> it == member);
    var agreement =
        settings.offer().accept(hello.capabilities(), alone ? Optional.empty() : agreed, true);
    if (agreement.isEmpty()) {
      out.add(new RouterEffect.Ignored(IgnoredReason.CAPABILITIES, member.address));
      return;
    }
    agreed = agreement;
    member.identity = hello.cache();
    member.heardAt = now;
    member.queried = false;
    member.routers =
        hello.view().routers().stream().map(Component.CacheView.HeardRouter::router).toList();
    if (!member.usable) {
      member.usable = true;
      membershipChanged(now);
      out.add(new RouterEffect.CacheUsable(member.address, memberChange));
    }
    refreshRouters(now);
  }

  private void answer(
      Member member,
      InetAddress from,
      InetAddress sentTo,
      Optional<Commands> commands,
      List<RouterEffect> out) {
    counter = counter.next();
    member.sent(counter, from);
    out.add(
        new RouterEffect.Send(
            new Message.ISeeYou(
                0,
                settings.service(),
                new Component.RouterIdentity(
                    settings.routerId(), counter, sentTo, List.of(member.address)),
                new Component.RouterView(
                    memberChange,
                    table.key(),
                    reportedRouters,
                    roster.usable().stream().map(it -> table.shown(it.identity)).toList()),
                Optional.empty(),
                Optional.of(settings.offer().capabilities(agreed)),
                commands,
                List.of()),
            from));
  }

  /// §4.4, REDIRECT_ASSIGN: each refusal leaves the table as it was.
  private void redirectAssign(AssignmentInfo it, InetAddress from, List<RouterEffect> out) {
    var sender = roster.find(it.key().designated()).filter(cache -> cache.usable);
    var addressed =
        it.routers().stream().filter(to -> to.router().equals(settings.routerId())).findFirst();
    IgnoredReason refusal = null;
    if (sender.isEmpty() || !sender.get().source.equals(from)) {
      refusal = IgnoredReason.ASSIGN_SENDER;
    } else if (addressed.isEmpty()) {
      refusal = IgnoredReason.ASSIGN_NOT_LISTED;
    } else if (!addressed.get().receiveId().equals(sender.get().lastSent)) {
      refusal = IgnoredReason.ASSIGN_RECEIVE_ID;
    } else if (addressed.get().memberChange() != memberChange) {
      refusal = IgnoredReason.ASSIGN_MEMBER_CHANGE;
    }
    if (refusal != null) {
      out.add(new RouterEffect.Ignored(refusal, from));
      return;
    }
    table.install(it, roster::usable);
    out.add(new RouterEffect.Installed(it.key(), table.assignment()));
  }

  private void deadline(Instant now, List<RouterEffect> out) {
    for (Member member : roster.all()) {
      if (!now.isBefore(member.heardAt.plus(lostAfter(member)))) {
        lose(member, LossCause.SILENT, now, out);
      } else if (member.usable
          && !member.queried
          && !now.isBefore(member.heardAt.plus(timers().queryAfter()))) {
        query(member, out);
      }
    }
    if (!now.isBefore(table.flushAt())) {
      table.flush().ifPresent(key -> out.add(new RouterEffect.Flushed(key)));
    }
  }

  private void query(Member member, List<RouterEffect> out) {
    member.queried = true;
    counter = counter.next();
    member.lastSent = counter;
    out.add(
        new RouterEffect.Send(
            new Message.RemovalQuery(
                0,
                settings.service(),
                new Component.Query(
                    settings.routerId(), member.lastSent, member.sentTo, member.address),
                List.of()),
            member.source));
  }

  private void lose(Member member, LossCause cause, Instant now, List<RouterEffect> out) {
    roster.remove(member);
    if (!member.usable) {
      return;
    }
    table.drop(member.address);
    membershipChanged(now);
    refreshRouters(now);
    out.add(new RouterEffect.CacheLost(member.address, cause, memberChange));
    if (roster.usable().isEmpty()) {
      agreed = Optional.empty();
      table.flush().ifPresent(key -> out.add(new RouterEffect.Flushed(key)));
    }
  }

  /// §4.4 step 9: a changed list of reported routers is a change, too.
  private void refreshRouters(Instant now) {
    var reported = roster.reportedRouters();
    if (!reported.equals(reportedRouters)) {
      reportedRouters = reported;
      membershipChanged(now);
    }
  }

  private void membershipChanged(Instant now) {
    memberChange++;
    table.mustBeRenewed(now, timers());
  }

  private static Commands shutdownResponse(InetAddress cache) {
    return new Commands(List.of(new Command(Command.SHUTDOWN_RESPONSE, cache)));
  }
}
