package dev.weir.wccp.codec;

import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.wire.Malformed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The components of one WCCP2 message: which it must have, which it may have (§3.0.2).
///
/// Of two of a kind the first counts.
final class Parts {
  private final List<Component> known = new ArrayList<>();
  private final List<Component.Unknown> unknown = new ArrayList<>();

  /// The components of a message in the order of §3.0.2, which strict receivers insist on.
  static List<Component> of(Message message) {
    var list = new ArrayList<Component>();
    list.add(message.service());
    switch (message) {
      case Message.HereIAm it -> {
        list.add(new Component.Identity(it.cache()));
        list.add(it.view());
        it.capabilities().ifPresent(list::add);
        it.commands().ifPresent(list::add);
        list.addAll(it.unknown());
      }
      case Message.ISeeYou it -> {
        list.add(it.router());
        list.add(it.view());
        it.map().ifPresent(list::add);
        it.capabilities().ifPresent(list::add);
        it.commands().ifPresent(list::add);
        list.addAll(it.unknown());
      }
      case Message.RedirectAssign it -> {
        list.add(it.assignment());
        list.addAll(it.unknown());
      }
      case Message.RemovalQuery it -> {
        list.add(it.query());
        list.addAll(it.unknown());
      }
      case Version1 _ -> throw new IllegalArgumentException("WCCP1: " + message);
    }
    return list;
  }

  void add(Component component) {
    if (component instanceof Component.Unknown stranger) {
      unknown.add(stranger);
    } else {
      known.add(component);
    }
  }

  Message hereIAm(int minor) throws Malformed {
    return new Message.HereIAm(
        minor,
        need(Component.Service.class),
        need(Component.Identity.class).cache(),
        need(Component.CacheView.class),
        find(Component.Capabilities.class),
        find(Component.Commands.class),
        unknown);
  }

  Message iSeeYou(int minor) throws Malformed {
    return new Message.ISeeYou(
        minor,
        need(Component.Service.class),
        need(Component.RouterIdentity.class),
        need(Component.RouterView.class),
        find(Component.AssignmentMap.class),
        find(Component.Capabilities.class),
        find(Component.Commands.class),
        unknown);
  }

  Message redirectAssign(int minor) throws Malformed {
    return new Message.RedirectAssign(
        minor, need(Component.Service.class), need(Component.AssignmentInfo.class), unknown);
  }

  Message removalQuery(int minor) throws Malformed {
    return new Message.RemovalQuery(
        minor, need(Component.Service.class), need(Component.Query.class), unknown);
  }

  private <C extends Component> Optional<C> find(Class<C> kind) {
    return known.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  private <C extends Component> C need(Class<C> kind) throws Malformed {
    return find(kind).orElseThrow(() -> MessageCodec.missing(kind.getSimpleName()));
  }
}
