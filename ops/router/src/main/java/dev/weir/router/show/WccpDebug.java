package dev.weir.router.show;

import dev.weir.node.control.Labels;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.router.RouterEffect;
import dev.weir.wccp.router.RouterSnapshot;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What `debug ip wccp packets` and `debug ip wccp events` print, and the log lines beside them
/// (§7.3): from a message and what came of it, the lines.
public final class WccpDebug {
  /// What an operator may ask for.
  public enum Topic {
    /// Each message received and sent.
    PACKETS,
    /// What the router makes of them.
    EVENTS
  }

  private final Set<Topic> topics;

  /// Lines about some topics; about none there are none.
  public WccpDebug(Set<Topic> topics) {
    this.topics = topics.isEmpty() ? EnumSet.noneOf(Topic.class) : EnumSet.copyOf(topics);
  }

  /// The lines about a HERE_I_AM of a cache of this group.
  public List<String> received(ServiceGroup group, Greeting greeting, InetAddress from) {
    var lines = new ArrayList<String>();
    String rest = from.getHostAddress() + (greeting.valid() ? " w/rcv_id " : " w/bad rcv_id ");
    String id = hex(greeting.heard().value());
    if (greeting.valid()) {
      packet(lines, packet(group) + "Received valid Here_I_Am packet from " + rest + id);
    } else {
      event(lines, event(group) + "Here_I_Am packet from " + rest + id);
    }
    return List.copyOf(lines);
  }

  /// The lines about what the group did.
  ///
  /// @param after the group's state then
  /// @param routers how many routers its caches report
  public List<String> effects(List<RouterEffect> effects, RouterSnapshot after, int routers) {
    var lines = new ArrayList<String>();
    ServiceGroup group = after.service().group();
    for (RouterEffect effect : effects) {
      switch (effect) {
        case RouterEffect.Send(Message message, InetAddress to) -> sent(lines, message, to);
        case RouterEffect.CacheUsable it -> {
          built(lines, after, routers);
          event(lines, log("%WCCP-5-SERVICEFOUND", group, "acquired", it.cache()));
        }
        case RouterEffect.CacheLost it -> {
          built(lines, after, routers);
          event(lines, log("%WCCP-1-SERVICELOST", group, "lost", it.cache()));
        }
        case RouterEffect.Installed it ->
            event(
                lines,
                event(group)
                    + "Redirect_Assignment packet"
                    + it.key().map(key -> " from " + key.designated().getHostAddress()).orElse("")
                    + ", cache info updated");
        case RouterEffect.Flushed it ->
            it.key()
                .map(key -> key.designated().getHostAddress())
                .ifPresent(key ->
                    event(
                        lines,
                        "%sCleared assignment key %s, wc id: %s, wc addr: %s"
                            .formatted(event(group), key, key, key)));
        case RouterEffect.RoutersReported _,
            RouterEffect.Described _,
            RouterEffect.Undescribed _ -> {} // the line about the cache that caused it says it
        case RouterEffect.Ignored it -> event(lines, ignored(group, it));
      }
    }
    return List.copyOf(lines);
  }

  private void sent(List<String> lines, Message message, InetAddress to) {
    String target = to.getHostAddress();
    String head = packet(message.service().group());
    switch (message) {
      case Message.ISeeYou it -> packet(lines, iSeeYou(head, target, it.router().receiveId()));
      case Version1.ISeeYou it -> packet(lines, iSeeYou(head, target, it.receiveId()));
      case Message.RemovalQuery it -> // the routers leave no space before w/
          packet(
              lines,
              "%sSending Removal_Query packet to %sw/ rcv_id %s"
                  .formatted(head, target, hex(it.query().receiveId().value())));
      case Message.HereIAm _,
          Version1.HereIAm _,
          Message.RedirectAssign _,
          Version1.AssignBuckets _ -> {}
    }
  }

  private static String iSeeYou(String head, String to, ReceiveId id) {
    return "%sSending I_See_You packet to %s w/ rcv_id %s".formatted(head, to, hex(id.value()));
  }

  private void built(List<String> lines, RouterSnapshot after, int routers) {
    event(
        lines,
        "%sBuilt new router view: %d routers, %d usable WCCP clients, change # %s"
            .formatted(
                event(after.service().group()),
                routers,
                after.caches().stream().filter(RouterSnapshot.Cache::usable).count(),
                hex(after.memberChange())));
  }

  private static String ignored(ServiceGroup group, RouterEffect.Ignored it) {
    String from = it.from().getHostAddress();
    return event(group)
        + switch (it.reason()) {
          case DENIED_TO_GROUP -> "Packet from " + from + " denied by group access-list";
          case WRONG_DIRECTION -> "Packet from " + from + " that only routers send";
          case VERSION -> "Here_I_Am packet from " + from + " w/bad version";
          case CACHE_ADDRESS -> "Here_I_Am packet from " + from + " w/bad WCCP client address";
          case TOO_MANY_CACHES -> "Here_I_Am packet from " + from + ", too many WCCP clients";
          case CAPABILITIES -> "Here_I_Am packet from " + from + " w/bad capabilities";
          case ASSIGN_SENDER -> "Redirect_Assignment packet from " + from + " fails source check";
          case ASSIGN_NOT_LISTED -> "Redirect_Assignment packet from " + from + " w/o this router";
          case ASSIGN_RECEIVE_ID -> "Redirect_Assignment packet from " + from + " w/bad rcv_id";
          case ASSIGN_MEMBER_CHANGE ->
              "Redirect_Assignment packet from " + from + " w/bad change #";
          default -> "Packet from " + from + " ignored: " + Labels.of(it.reason());
        };
  }

  private static String log(String name, ServiceGroup group, String what, InetAddress cache) {
    return "%s: Service %s %s on WCCP client %s"
        .formatted(name, group.displayName(), what, cache.getHostAddress());
  }

  private void packet(List<String> lines, String line) {
    if (topics.contains(Topic.PACKETS)) {
      lines.add(line);
    }
  }

  private void event(List<String> lines, String line) {
    if (topics.contains(Topic.EVENTS)) {
      lines.add(line);
    }
  }

  private static String packet(ServiceGroup group) {
    return "WCCP-PKT:" + tag(group) + ": ";
  }

  private static String event(ServiceGroup group) {
    return "WCCP-EVNT:" + tag(group) + ": ";
  }

  /// `S00` for standard service 0, `D90` for dynamic service 90.
  private static String tag(ServiceGroup group) {
    boolean standard = group.type() == ServiceGroup.Type.STANDARD;
    return String.format(Locale.ROOT, "%s%02d", standard ? "S" : "D", group.id());
  }

  private static String hex(int value) {
    return String.format(Locale.ROOT, "%08X", value);
  }
}
