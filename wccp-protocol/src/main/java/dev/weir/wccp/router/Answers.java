package dev.weir.wccp.router;

import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Component.Commands;
import dev.weir.wccp.message.Component.Commands.Command;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.negotiation.Agreement;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// Writes what a router sends, and counts it: each message has a receive id of its own (§3.3,
/// §3.9).
///
/// Confined to its [RouterGroup].
final class Answers {
  private final RouterGroup.Settings settings;
  private final Terms terms;
  private final Roster roster;
  private final InstalledTable table;
  private ReceiveId counter = ReceiveId.NONE;
  private boolean staleOnce;

  Answers(RouterGroup.Settings settings, Terms terms, Roster roster, InstalledTable table) {
    this.settings = settings;
    this.terms = terms;
    this.roster = roster;
    this.table = table;
  }

  /// The next I_SEE_YOU repeats a receive id, and the one that is due is accepted.
  void staleOnce() {
    staleOnce = true;
  }

  /// The answer to a HERE_I_AM, at once.
  RouterEffect.Send answer(Member.Greeting to, Optional<Member> member, boolean confirmsShutdown) {
    var told = next(to.from(), member);
    int minor = to.minor(settings);
    var answer =
        new Message.ISeeYou(
            minor,
            terms.service(to.message().service()),
            identity(told, to.sentTo(), List.of(to.cache())),
            view(minor),
            table.map(minor),
            Optional.of(
                settings
                    .offer()
                    .capabilities(
                        terms.agreed(),
                        member.flatMap(it -> it.agreement).map(Agreement::packetReturn))),
            confirmation(confirmsShutdown ? List.of(to.cache()) : List.of()),
            List.of());
    return new RouterEffect.Send(answer, to.from());
  }

  /// The answer to all HERE_I_AM that came to the group's address since the last.
  RouterEffect.Send multicast(
      InetAddress group, List<InetAddress> heard, List<InetAddress> leaving) {
    var members = heard.stream().flatMap(cache -> roster.find(cache).stream()).toList();
    var told = next(members);
    int minor =
        roster.all().stream()
            .filter(it -> it.sentTo.equals(group))
            .mapToInt(it -> it.minor)
            .min()
            .orElse(settings.minorMost());
    var answer =
        new Message.ISeeYou(
            minor,
            terms.service(settings.group().standardService()),
            identity(told, group, heard),
            view(minor),
            table.map(minor),
            Optional.of(settings.offer().capabilities(terms.agreed(), Optional.empty())),
            confirmation(leaving),
            List.of());
    return new RouterEffect.Send(answer, group);
  }

  /// Asks a silent cache whether it is there; always to itself (§4.1).
  RouterEffect.Send query(Member member) {
    counter = counter.next();
    member.asked(counter);
    return new RouterEffect.Send(
        new Message.RemovalQuery(
            member.minor,
            terms.service(settings.group().standardService()),
            new Component.Query(settings.routerId(), counter, member.sentTo, member.address),
            List.of()),
        member.source);
  }

  /// The receive id to tell a cache there. It is the one that its echo is measured by, but for the
  /// fault of [#staleOnce].
  private ReceiveId next(InetAddress to, Optional<Member> member) {
    var before =
        member
            .filter(it -> it.source.equals(to) && !it.lastSent.equals(ReceiveId.NONE))
            .map(it -> it.lastSent);
    boolean stale = staleOnce && before.isPresent();
    staleOnce &= !stale;
    counter = counter.next();
    member.ifPresent(it -> it.sent(counter, to));
    return stale ? before.get() : counter;
  }

  /// The receive id to tell those who have spoken to the group.
  private ReceiveId next(List<Member> members) {
    var before =
        members.stream()
            .map(it -> it.lastSent)
            .filter(it -> !it.equals(ReceiveId.NONE))
            .findFirst();
    boolean stale = staleOnce && before.isPresent();
    staleOnce &= !stale;
    counter = counter.next();
    members.forEach(it -> it.sentToAll(counter));
    return stale ? before.get() : counter;
  }

  private Component.RouterIdentity identity(
      ReceiveId id, InetAddress sentTo, List<InetAddress> receivedFrom) {
    return new Component.RouterIdentity(settings.routerId(), id, sentTo, receivedFrom);
  }

  private Component.RouterView view(int minor) {
    return new Component.RouterView(
        roster.memberChange(),
        table.key(),
        roster.routers(),
        roster.usable().stream()
            .map(it -> table.shown(it.identity, terms.distribution(), minor))
            .toList());
  }

  private static Optional<Commands> confirmation(List<InetAddress> left) {
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Commands(
                left.stream().map(it -> new Command(Command.SHUTDOWN_RESPONSE, it)).toList()));
  }
}
