package dev.weir.wccp.router;

import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Component.AssignmentInfo;
import dev.weir.wccp.negotiation.Timers;
import dev.weir.wccp.router.Member.Greeting;
import dev.weir.wccp.router.RouterEffect.IgnoredReason;
import dev.weir.wccp.router.RouterEffect.LossCause;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All that a router knows of a group between two reboots, and the rules by which it changes
/// (§4.4).
///
/// Confined to its [RouterGroup].
final class Conversation {
  private final RouterGroup.Settings settings;
  private final Roster roster = new Roster();
  private final InstalledTable table = new InstalledTable();
  private final Terms terms;
  private final Answers answers;
  private final TableAdmission tables;
  private final MulticastSchedule multicast;

  Conversation(RouterGroup.Settings settings) {
    this.settings = settings;
    this.terms = new Terms(settings);
    this.answers = new Answers(settings, terms, roster, table);
    this.tables = new TableAdmission(settings, roster);
    this.multicast = new MulticastSchedule(settings.seed());
  }

  Instant nextDeadline() {
    var next = table.flushAt().isBefore(multicast.next()) ? table.flushAt() : multicast.next();
    for (Member member : roster.all()) {
      var due =
          member.heardAt.plus(
              member.queried || !member.usable() ? lostAfter(member) : terms.timers().queryAfter());
      next = due.isBefore(next) ? due : next;
    }
    return next;
  }

  RouterSnapshot snapshot() {
    return new RouterSnapshot(
        settings.routerId(),
        terms.service(settings.group().standardService()),
        roster.all().stream()
            .map(it ->
                new RouterSnapshot.Cache(
                    it.address,
                    it.source,
                    it.lastSent,
                    it.identity,
                    it.usableSince,
                    it.unechoed,
                    it.agreement))
            .toList(),
        table.key(),
        table.assignment(),
        roster.memberChange(),
        roster.routers(),
        terms.agreed(),
        2);
  }

  void hereIAm(Greeting greeting, Instant now, List<RouterEffect> out) {
    var known = roster.find(greeting.cache());
    var refusal = refusal(greeting);
    if (refusal.isPresent()) {
      out.add(new RouterEffect.Ignored(refusal.get(), greeting.from()));
    } else if (greeting.leaving() && known.filter(Member::usable).isEmpty()) {
      answer(greeting, known, true, now, out); // it may not have heard that it is gone already
    } else if (known.isEmpty() && !roster.makeRoom()) {
      out.add(new RouterEffect.Ignored(IgnoredReason.TOO_MANY_CACHES, greeting.from()));
    } else {
      var member = known.orElseGet(() -> new Member(greeting, greeting.minor(settings), now));
      roster.add(member);
      heard(greeting, member, now, out);
    }
  }

  /// §4.4, steps 5 and 6: such a message is not even answered.
  private Optional<IgnoredReason> refusal(Greeting greeting) {
    var address = greeting.cache();
    boolean otherFamily = address.getClass() != settings.routerId().getClass();
    if (address.isAnyLocalAddress() || address.isMulticastAddress() || otherFamily) {
      return Optional.of(IgnoredReason.CACHE_ADDRESS);
    }
    long routers =
        greeting.message().view().routers().stream()
            .map(Component.CacheView.HeardRouter::router)
            .distinct()
            .count();
    if (routers > settings.routerCountMax()) {
      return Optional.of(IgnoredReason.TOO_MANY_ROUTERS);
    }
    return terms.conflicts(greeting.message().service())
        ? Optional.of(IgnoredReason.DESCRIPTION)
        : Optional.empty();
  }

  /// §4.4, steps 7 to 10.
  private void heard(Greeting greeting, Member member, Instant now, List<RouterEffect> out) {
    var echo = member.echo(greeting, settings.routerId());
    boolean known = greeting.from().equals(member.source);
    if (echo == Member.Echo.VALID || !member.usable()) {
      member.moves(greeting.from());
      member.sentTo = greeting.sentTo();
      member.minor = greeting.minor(settings);
      member.heardAt = member.usable() ? member.heardAt : now;
    }
    switch (echo) {
      case VALID -> {
        member.unechoed = 0;
        if (greeting.leaving() && known) {
          answer(greeting, Optional.of(member), true, now, out);
          lose(member, LossCause.SHUTDOWN, now, out);
          return;
        }
        admit(greeting, member, now, out);
      }
      case REPEATED -> {}
      case STALE -> {
        member.missed(greeting);
        out.add(new RouterEffect.Ignored(IgnoredReason.STALE_RECEIVE_ID, greeting.from()));
      }
      case NONE -> member.missed(greeting);
    }
    answer(greeting, Optional.of(member), false, now, out);
  }

  /// §4.4 steps 8 and 9: a choice we cannot accept leaves the cache where it is.
  private void admit(Greeting greeting, Member member, Instant now, List<RouterEffect> out) {
    boolean alone = roster.usable().stream().allMatch(it -> it == member);
    var agreement = terms.accept(greeting, alone);
    if (agreement.isEmpty()) {
      out.add(new RouterEffect.Ignored(IgnoredReason.CAPABILITIES, greeting.from()));
      return;
    }
    if (agreement.get().distribution() != terms.distribution()) {
      flush(out); // only a cache that is alone can choose anew
    }
    var learnt = terms.settle(greeting.message().service(), agreement.get());
    learnt.ifPresent(it -> out.add(new RouterEffect.Described(it)));
    boolean reportsOthers = member.accepted(greeting, agreement.get(), now);
    if (!member.usable()) {
      reportsOthers = true;
      roster.becomesUsable(member, now);
      table.mustBeRenewed(now, terms.timers());
      out.add(new RouterEffect.CacheUsable(member.address, roster.memberChange()));
    }
    if (reportsOthers) {
      refreshRouters(Optional.empty(), now, out);
    }
  }

  /// §4.4, I_SEE_YOU: at once, or, when the message came to the group's address, with the next
  /// I_SEE_YOU to that.
  private void answer(
      Greeting greeting,
      Optional<Member> member,
      boolean confirmsShutdown,
      Instant now,
      List<RouterEffect> out) {
    if (settings.isGroupAddress(greeting.sentTo())) {
      multicast.heard(greeting.cache(), confirmsShutdown, now, terms.timers().transmit());
    } else {
      out.add(answers.answer(greeting, member, confirmsShutdown));
    }
  }

  void redirectAssign(AssignmentInfo it, InetAddress from, List<RouterEffect> out) {
    var refusal = tables.refusal(it, from, terms.distribution());
    if (refusal.isEmpty()) {
      table.install(
          it,
          tables.usable(it.assignment()),
          roster.usable().stream().map(member -> member.address).toList());
      out.add(new RouterEffect.Installed(it.key(), table.assignment()));
      return;
    }
    out.add(new RouterEffect.Ignored(refusal.get(), from));
    if (refusal.get() == IgnoredReason.ASSIGN_NOT_LISTED && settings.strictRev200()) {
      flush(out);
    }
  }

  void deadline(Instant now, List<RouterEffect> out) {
    for (Member member : roster.all()) {
      if (!now.isBefore(member.heardAt.plus(lostAfter(member)))) {
        lose(member, LossCause.SILENT, now, out);
      } else if (member.usable()
          && !member.queried
          && !now.isBefore(member.heardAt.plus(terms.timers().queryAfter()))) {
        out.add(answers.query(member));
      }
    }
    if (!now.isBefore(table.flushAt())) {
      flush(out);
    }
    if (!now.isBefore(multicast.next())) {
      var group = settings.groupAddress().orElseThrow();
      boolean more = roster.all().stream().anyMatch(it -> it.sentTo.equals(group));
      var leaving = multicast.leaving();
      var heard = multicast.takeHeard(more, now, terms.timers().transmit());
      if (!heard.isEmpty()) {
        out.add(answers.multicast(group, heard, leaving));
      }
    }
  }

  void flush(List<RouterEffect> out) {
    table.flush().ifPresent(key -> out.add(new RouterEffect.Flushed(key)));
  }

  void staleReceiveId() {
    answers.staleOnce();
  }

  /// Tells what is lost with everything that is known.
  void end(List<RouterEffect> out) {
    roster
        .usable()
        .forEach(it -> {
          roster.ceasesUsable(it);
          out.add(new RouterEffect.CacheLost(it.address, LossCause.REBOOT, roster.memberChange()));
        });
    flush(out);
    terms.forget().ifPresent(it -> out.add(new RouterEffect.Undescribed(it)));
  }

  /// The routers that only this cache reported go first, then the cache itself (§7.1).
  private void lose(Member member, LossCause cause, Instant now, List<RouterEffect> out) {
    if (!member.usable()) {
      roster.forget(member);
      return;
    }
    refreshRouters(Optional.of(member), now, out);
    roster.ceasesUsable(member);
    table.drop(member.address);
    table.mustBeRenewed(now, terms.timers());
    out.add(new RouterEffect.CacheLost(member.address, cause, roster.memberChange()));
    if (roster.usable().isEmpty()) {
      flush(out);
      terms.forget().ifPresent(it -> out.add(new RouterEffect.Undescribed(it)));
    }
  }

  private void refreshRouters(Optional<Member> without, Instant now, List<RouterEffect> out) {
    if (roster.refreshRouters(without)) {
      table.mustBeRenewed(now, terms.timers());
      out.add(new RouterEffect.RoutersReported(roster.routers(), roster.memberChange()));
    }
  }

  /// What a group has agreed on binds its members only; a cache on its way in counts by 10 s
  /// (§4.1).
  private Duration lostAfter(Member member) {
    return (member.usable() ? terms.timers() : Timers.DEFAULT).lostAfter();
  }
}
