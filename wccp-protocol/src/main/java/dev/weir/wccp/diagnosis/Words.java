package dev.weir.wccp.diagnosis;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.codec.Dissection;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Capability;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Component.Commands.Command;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.message.Share;
import dev.weir.wccp.message.Version1;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Messages in words: as much as was understood, on one line.
final class Words {
  /// The protocol's own limit on lists of parties; lists that exceed it are shown up to it.
  private static final int ITEMS_MAX = 32;

  private Words() {}

  /// The message's name, its version, its group, and whether its digest holds.
  static String name(Dissection message) {
    if (message.version1().isPresent()) {
      return message.version1().map(Message::wireName).orElse("") + " v1";
    }
    return message.type().stream()
        .mapToObj(Kind::of)
        .flatMap(Optional::stream)
        .map(kind -> kind + " " + version(message.minor()) + service(message) + digest(message))
        .findFirst()
        .orElse("no WCCP message");
  }

  private static String version(int minor) {
    return minor < 10 ? "2.0" + minor : "2." + minor;
  }

  private static String service(Dissection message) {
    return message.find(Component.Service.class).map(it -> " " + group(it.group())).orElse("");
  }

  /// `web-cache`, `dynamic 90`, or `standard 5`.
  static String group(ServiceGroup group) {
    if (group.equals(ServiceGroup.WEB_CACHE)) {
      return group.displayName();
    }
    return (group.type() == ServiceGroup.Type.DYNAMIC ? "dynamic " : "standard ") + group.id();
  }

  private static String digest(Dissection message) {
    return switch (message.digest()) {
      case ABSENT -> "";
      case UNCHECKED -> " MD5 unchecked";
      case RIGHT -> " MD5 right";
      case WRONG -> " MD5 wrong";
    };
  }

  /// What the message says.
  static String of(Dissection message) {
    var parts = new ArrayList<String>();
    message.version1().map(Words::version1).ifPresent(parts::add);
    message.find(Component.Identity.class).map(it -> cache(it.cache())).ifPresent(parts::add);
    message.find(Component.RouterIdentity.class).map(Words::router).ifPresent(parts::add);
    message.find(Component.CacheView.class).map(Words::view).ifPresent(parts::add);
    message.find(Component.RouterView.class).map(Words::view).ifPresent(parts::add);
    message.find(Component.AssignmentInfo.class).map(Words::assignment).ifPresent(parts::add);
    message
        .find(Component.AssignmentMap.class)
        .map(it -> "map " + shares(it.assignment()))
        .ifPresent(parts::add);
    message.find(Component.Query.class).map(Words::query).ifPresent(parts::add);
    message.find(Component.Capabilities.class).map(Words::capabilities).ifPresent(parts::add);
    message
        .find(Component.Commands.class)
        .ifPresent(it -> it.commands().forEach(command -> parts.add(command(command))));
    return String.join("; ", parts);
  }

  private static String version1(Version1 message) {
    return switch (message) {
      case Version1.HereIAm it ->
          "received id %s, %d buckets%s"
              .formatted(it.received(), it.buckets().size(), it.historical() ? " before (U)" : "");
      case Version1.ISeeYou it ->
          "received id %s, change %s, caches %s"
              .formatted(
                  it.receiveId(),
                  Integer.toUnsignedString(it.change()),
                  list(
                      it.caches().stream()
                          .map(entry -> text(entry.cache()) + " " + entry.buckets().size())
                          .toList()));
      case Version1.AssignBuckets it ->
          "received id " + it.received() + ", " + shares(it.assignment());
    };
  }

  private static String cache(CacheIdentity it) {
    return text(it.address())
        + ", "
        + share(it.share())
        + (it.historical() ? " before (U)" : "")
        + (it.share() instanceof Share.None ? "" : ", weight " + it.weight())
        + (it.versionRequest() ? ", asks for the highest version (V)" : "");
  }

  private static String share(Share share) {
    return switch (share) {
      case Share.Hash it -> it.buckets().size() + " buckets";
      case Share.Mask it -> values(it.sets());
      case Share.AlternateMask it -> values(it.sets());
      case Share.Extended(Share inner) -> share(inner);
      case Share.WeightOnly _ -> "no share told";
      case Share.None _ -> "no share told";
    };
  }

  private static String values(List<MaskSet> sets) {
    return sets.stream().mapToInt(set -> set.values().size()).sum() + " mask values";
  }

  private static String router(Component.RouterIdentity it) {
    return "router %s, receive id %s, answers %s, which sent to %s"
        .formatted(
            text(it.router()), it.receiveId(), addresses(it.receivedFrom()), text(it.sentTo()));
  }

  private static String view(Component.CacheView it) {
    var heard =
        it.routers().stream()
            .map(router -> text(router.router()) + " (receive id " + router.receiveId() + ")")
            .toList();
    return "heard routers " + list(heard) + ", caches " + addresses(it.caches());
  }

  private static String view(Component.RouterView it) {
    var caches =
        it.caches().stream()
            .map(cache ->
                text(cache.address())
                    + " "
                    + share(cache.share())
                    + (cache.historical() ? " before (U)" : ""))
            .toList();
    return "change %s, key %s, routers %s, usable caches %s"
        .formatted(
            Integer.toUnsignedString(it.memberChange()),
            it.key().map(Object::toString).orElse("none"),
            addresses(it.routers()),
            list(caches));
  }

  private static String assignment(Component.AssignmentInfo it) {
    var routers =
        it.routers().stream()
            .map(to ->
                "%s (receive id %s, change %s)"
                    .formatted(
                        text(to.router()),
                        to.receiveId(),
                        Integer.toUnsignedString(to.memberChange())))
            .toList();
    return "key " + it.key() + " to routers " + list(routers) + ": " + shares(it.assignment());
  }

  private static String shares(Assignment it) {
    return switch (it) {
      case MaskAssignment masks ->
          "mask %s, values: %s"
              .formatted(
                  list(masks.sets().stream().map(set -> mask(set.mask())).distinct().toList()),
                  counts(masks));
      case HashAssignment hash ->
          "buckets: "
              + list(
                  hash.shares().entrySet().stream()
                      .map(share -> text(share.getKey()) + " " + share.getValue().size())
                      .toList())
              + ", nobody "
              + (hash.slotCount() - hash.assignedCount());
    };
  }

  private static String counts(MaskAssignment masks) {
    var counts = new LinkedHashMap<InetAddress, Integer>();
    masks.sets().stream()
        .flatMap(set -> set.values().stream())
        .forEach(value -> counts.merge(value.cache(), 1, Integer::sum));
    return list(
        counts.entrySet().stream()
            .map(share -> text(share.getKey()) + " " + share.getValue())
            .toList());
  }

  private static String mask(MaskSet.Mask it) {
    var fields = new ArrayList<String>();
    if (it.source().count() > 0) {
      fields.add("source " + it.source());
    }
    if (it.destination().count() > 0) {
      fields.add("destination " + it.destination());
    }
    if (it.sourcePort() != 0) {
      fields.add("source port 0x%x".formatted(it.sourcePort()));
    }
    if (it.destinationPort() != 0) {
      fields.add("destination port 0x%x".formatted(it.destinationPort()));
    }
    return list(fields);
  }

  private static String query(Component.Query it) {
    return "router %s asks for %s, which sent to %s; receive id %s"
        .formatted(text(it.router()), text(it.target()), text(it.sentTo()), it.receiveId());
  }

  private static String capabilities(Component.Capabilities it) {
    return list(it.elements().stream().map(Words::capability).toList());
  }

  private static String capability(Capability element) {
    return switch (element) {
      case Capability.Forwarding(int methods) -> "forwarding " + methods(methods, "GRE", "L2");
      case Capability.AssignmentMethod(int methods) ->
          "assignment " + methods(methods, "hash", "mask");
      case Capability.PacketReturn(int methods) -> "return " + methods(methods, "GRE", "L2");
      case Capability.TransmitInterval it when it.single() -> "T " + it.lowerMs() + " ms";
      case Capability.TransmitInterval it -> "T %d-%d ms".formatted(it.lowerMs(), it.upperMs());
      case Capability.TimerScale it ->
          "scales "
              + scale(it.timeoutUpper(), it.timeoutLower())
              + " and "
              + scale(it.assignUpper(), it.assignLower());
      case Capability.Other(int type, String hex) -> "capability " + type + " 0x" + hex;
    };
  }

  private static String scale(int upper, int lower) {
    return upper == 0 ? Integer.toString(lower) : lower + "-" + upper;
  }

  private static String methods(int methods, String first, String second) {
    return switch (methods) {
      case 1 -> first;
      case 2 -> second;
      case 3 -> first + "|" + second;
      default -> "0x%x".formatted(methods);
    };
  }

  private static String command(Command it) {
    return (it.type() == Command.SHUTDOWN ? "SHUTDOWN of " : "SHUTDOWN_RESPONSE to ")
        + text(it.cache());
  }

  private static String addresses(List<InetAddress> addresses) {
    return list(addresses.stream().map(Words::text).toList());
  }

  private static String list(List<String> items) {
    var shown = items.stream().limit(ITEMS_MAX).collect(Collectors.joining(", "));
    return items.isEmpty()
        ? "none"
        : shown + (items.size() > ITEMS_MAX ? " and " + (items.size() - ITEMS_MAX) + " more" : "");
  }

  static String text(InetAddress address) {
    return String.valueOf(address.getHostAddress());
  }
}
