package dev.weir.wccp.router;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.negotiation.RouterOffer;
import dev.weir.wccp.router.RouterEffect.IgnoredReason;
import java.net.Inet4Address;
import java.net.InetAddress;
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

  private static final int MINOR_MOST = 1;

  /// What the operator decides.
  ///
  /// `group` is standard, or dynamic and then described by its first cache; where the operator
  /// knows which packets he means, a cache must mean the same, `expected` (§7.3, service-list).
  /// `groupList` holds who may join, by source, `neighbour` which caches are directly connected, as
  /// L2 needs. `groupAddress` is the multicast address the group also listens to. `minorMost`, 0 or
  /// 1, is the newest version spoken, 2.00 or 2.01. `routerCountMax` is how many routers a cache
  /// may report, 32 but for some equipment (§7.4). `priorityConflicts` makes another priority
  /// another service. `strictRev200` flushes the table when a REDIRECT_ASSIGN does not list us.
  /// `seed` decides the jitter of multicast.
  public record Settings(
      ServiceGroup group,
      InetAddress routerId,
      RouterOffer offer,
      Predicate<InetAddress> groupList,
      Predicate<InetAddress> neighbour,
      Optional<InetAddress> groupAddress,
      Optional<Component.Service> expected,
      int minorMost,
      int routerCountMax,
      boolean priorityConflicts,
      boolean strictRev200,
      long seed) {
    /// Refuses an unknown version, and addresses in IPv6 where a message cannot hold them.
    public Settings {
      if (minorMost < 0 || minorMost > MINOR_MOST) {
        throw new IllegalArgumentException("version 2.0" + minorMost);
      }
      if (minorMost == 0 && !(routerId instanceof Inet4Address)) {
        throw new IllegalArgumentException(routerId + " needs version 2.01");
      }
      if (groupAddress.filter(it -> it.getClass() != routerId.getClass()).isPresent()) {
        throw new IllegalArgumentException(routerId + " in the group " + groupAddress);
      }
    }

    /// A group to which all caches are neighbours, unicast only, in any version, as lenient as the
    /// drafts allow.
    public static Settings standard(
        Component.Service service,
        InetAddress routerId,
        RouterOffer offer,
        Predicate<InetAddress> groupList) {
      return new Settings(
          service.group(),
          routerId,
          offer,
          groupList,
          _ -> true,
          Optional.empty(),
          Optional.empty(),
          MINOR_MOST,
          MEMBER_COUNT_MAX,
          true,
          false,
          0);
    }

    /// Whether caches may speak to this address, as one of many who listen there.
    boolean isGroupAddress(InetAddress address) {
      return groupAddress.filter(address::equals).isPresent();
    }

    /// The minor version to use towards who understands versions up to `understood`. Addresses in
    /// IPv6 need 2.01.
    int minor(int understood) {
      return routerId instanceof Inet4Address ? Math.min(minorMost, understood) : MINOR_MOST;
    }
  }

  private final Settings settings;
  private Conversation conversation;

  /// A group without members.
  public RouterGroup(Settings settings) {
    this.settings = settings;
    this.conversation = new Conversation(settings);
  }

  @Override
  public List<RouterEffect> on(RouterEvent event, Instant now) {
    var effects = new ArrayList<RouterEffect>(2);
    switch (event) {
      case RouterEvent.Received it -> {
        if (!settings.groupList().test(it.from())) {
          effects.add(new RouterEffect.Ignored(IgnoredReason.DENIED_TO_GROUP, it.from()));
        } else {
          received(it, now, effects);
        }
      }
      case RouterEvent.DeadlinePassed() -> conversation.deadline(now, effects);
      case RouterEvent.Fault(var kind) -> fault(kind, effects);
    }
    return List.copyOf(effects);
  }

  @Override
  public Instant nextDeadline() {
    return conversation.nextDeadline();
  }

  /// The table by which packets are redirected now.
  public Assignment assignment() {
    return conversation.snapshot().assignment();
  }

  @Override
  public RouterSnapshot snapshot() {
    return conversation.snapshot();
  }

  private void received(RouterEvent.Received it, Instant now, List<RouterEffect> out) {
    switch (it.message()) {
      case Message.HereIAm hello ->
          conversation.hereIAm(new Member.Greeting(hello, it.from(), it.sentTo()), now, out);
      case Message.RedirectAssign assign ->
          conversation.redirectAssign(assign.assignment(), it.from(), out);
      case Message.ISeeYou _ when settings.isGroupAddress(it.sentTo()) -> {} // another router
      case Message.ISeeYou _, Message.RemovalQuery _, Version1 _ ->
          out.add(new RouterEffect.Ignored(IgnoredReason.WRONG_DIRECTION, it.from()));
    }
  }

  private void fault(RouterEvent.Fault.Kind kind, List<RouterEffect> out) {
    switch (kind) {
      case FLUSH -> conversation.flush(out);
      case STALE_RECEIVE_ID -> conversation.staleReceiveId();
      case REBOOT -> {
        conversation.end(out);
        conversation = new Conversation(settings);
      }
    }
  }
}
